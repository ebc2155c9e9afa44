/* The columns of a list of members. See import_member.h. */
#include "lending/import_member.h"

const struct import_field member_fields[MF_COUNT] = {
    [MF_NUMBER] = { "number", "nummer|nr|id|card|card number|pas|pasnummer|pasnr|kaartnummer|lidnummer|"
        "ledennummer|lidnr|membership number|code|barcode|lid nr|library card", 0 },
    [MF_NAME] = { "name", "naam|full name|volledige naam|lid|member|naam lid|patron|achternaam voornaam",
        CELL_NAME },
    [MF_FIRST] = { "first_name", "voornaam|voornamen|roepnaam|given name|firstname|forename|voorletters",
        CELL_NAME },
    [MF_INFIX] = { "infix", "tussenvoegsel|tussenvoegsels|tv|tussenv|voorvoegsel|voorvoegsels", 0 },
    [MF_LAST] = { "last_name", "achternaam|surname|family name|lastname|familienaam", CELL_NAME },
    [MF_KIND] = { "kind", "soort lid|type lid|lidsoort|person or organisation", 0 },
    [MF_CONTACT_PERSON] = { "contact_person", "contactpersoon|contact", 0 },
    [MF_HOUSEHOLD] = { "household", "huishouden|gezin|family", 0 },
    [MF_HEAD] = { "household_contact", "contact huishouden", 0 },
    [MF_PHONE] = { "phone", "telefoon|telefoonnummer|tel|telnr|tel nr|mobiel|mobile|mobiel nummer|gsm|06|"
        "phone number|mobile phone|cell phone|cell|vast|vaste telefoon|telefoon 1|telefoon 2|phone 2|"
        "mobiele telefoon|telefoon mobiel|telefoon thuis|telefoon vast|mobielnummer", CELL_MANY | CELL_LONG },
    [MF_EMAIL] = { "email", "e mail|mail|e mailadres|emailadres|mailadres|email address|e mail address|"
        "email 2|mail adres", CELL_MANY | CELL_LONG },
    [MF_ADDRESS] = { "address", "adres|straat|straatnaam|street|street address|straat en huisnummer|"
        "straat huisnummer|adresregel", 0 },
    [MF_HOUSE] = { "house_number", "huisnummer|huisnr|huis nr|house nr", 0 },
    [MF_HOUSE_ADD] = { "house_addition", "toevoeging|huisnummer toevoeging|huisletter|addition", 0 },
    [MF_POSTCODE] = { "postcode", "postal code|zip|zip code|zipcode|pc|post code", 0 },
    [MF_PLACE] = { "place", "plaats|woonplaats|city|town|stad|dorp", 0 },
    [MF_LANGUAGE] = { "language", "taal|lang|voorkeurstaal", 0 },
    [MF_PLAN] = { "plan", "soort lidmaatschap|lidmaatschap|abonnement|membership|membership type|"
        "membership plan|lidmaatschapstype", 0 },
    [MF_TIER] = { "tier", "bijdrage", 0 },
    [MF_STATE] = { "state", "status|toestand", 0 },
    [MF_BLOCKED_UNTIL] = { "blocked_until", "op pauze tot en met|pauze tot|geblokkeerd tot", 0 },
    [MF_BLOCKED_REASON] = { "blocked_reason", "reden pauze|reden|reason", 0 },
    [MF_SINCE] = { "member_since", "since|lid sinds|sinds|ingangsdatum|startdatum|begindatum|join date|"
        "joined|inschrijfdatum|aanmelddatum|start date|start|ingang|datum inschrijving|aangemeld op", 0 },
    [MF_UNTIL] = { "member_until", "until|lid tot|lid tot en met|einddatum|verloopdatum|geldig tot|"
        "expires|expiry date|expiration date|valid until|end date|eind|geldig tot en met|tot en met", 0 },
    [MF_NOTE] = { "note", "notes|notitie|notities|opmerking|opmerkingen|bijzonderheden|remarks|remark|"
        "comment|comments|memo", CELL_MANY | CELL_LONG },
    [MF_ACTIVE] = { "last_active", "laatst actief|last activity|laatste activiteit", 0 },
    [MF_PIN] = { "pin", "pincode", 0 },
};
