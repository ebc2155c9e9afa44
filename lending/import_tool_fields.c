/* The columns of a list of tools, and those that are a policy. See import_tool.h. */
#include "lending/import_tool.h"

const struct import_field tool_fields[TF_COUNT] = {
    [TF_NUMBER] = { "number", "nummer|nr|no|num|id|volgnummer|inventarisnummer|inventory number|"
        "gereedschapsnummer|artikelnummer|objectnummer|labelnummer|itemnummer|itemnr|toolnummer", 0 },
    [TF_CODE] = { "code", "barcode|label|labelcode|stickernummer|sticker|gereedschapscode|sku|qr", 0 },
    [TF_NAME] = { "name", "naam|gereedschap|tool|item|artikel|product|benaming|titel|title|apparaat|"
        "voorwerp|object|itemnaam|artikelnaam|productnaam|wat", CELL_NAME },
    [TF_BRAND] = { "brand", "merk|make|maker|manufacturer|fabrikant|merknaam", 0 },
    [TF_TYPE] = { "type", "model|modelnummer|model number|typenummer|type number|model type|"
        "merktype|typeaanduiding|modelnaam", CELL_NAME },
    [TF_SYNONYMS] = { "other_names", "synonyms|synoniemen|synoniem|andere namen|ook wel|ook bekend als|"
        "also known as|aka|alternative names|zoekwoorden|trefwoorden|keywords|tags|other name",
        CELL_MANY | CELL_LONG },
    [TF_CATEGORY] = { "category", "categories|categorie|categorieen|rubriek|rubrieken|groep|group|soort|"
        "afdeling|section|category path|hoofdgroep", CELL_LONG },
    [TF_SIZE] = { "size", "maat|afmeting|afmetingen|dimensions|formaat|grootte|lengte|length", 0 },
    [TF_SERIAL] = { "serial", "serial number|serienummer|serie nr|serial no|sn|serie|serienr", 0 },
    [TF_STRENGTH] = { "strength", "vermogen|power|kracht|wattage|watt|belastbaarheid|draagvermogen|"
        "capacity|capaciteit|spanning|voltage", 0 },
    [TF_QUANTITY] = { "quantity", "qty|aantal|count|stuks|hoeveelheid|amount|aantal stuks", 0 },
    [TF_STATE] = { "status", "state|toestand|staat|stand", 0 },
    [TF_STATE_SINCE] = { "status_since", "status sinds", 0 },
    [TF_REASON] = { "reason", "reden|status reason|reden status|waarom", 0 },
    [TF_BRANCH] = { "branch", "home|home branch|uitleenpunt|location|locatie|vestiging|filiaal|kist|"
        "thuis|hoort bij", 0 },
    [TF_PRESENT] = { "present_branch", "present|now at|nu bij|ligt nu bij|aanwezig bij", 0 },
    [TF_SHELF] = { "shelf", "plank|schap|kast|stelling|vak|bin|plek|plaats|opbergplek|shelf location|rek",
        0 },
    [TF_BOUGHT] = { "bought", "added|date added|purchase date|purchased|acquired|date acquired|gekocht|"
        "gekocht op|aankoopdatum|aanschafdatum|datum aanschaf|toegevoegd|toegevoegd op|in bezit sinds|"
        "datum|date|created at|aangeschaft", 0 },
    [TF_PRICE] = { "price", "prijs|purchase price|aankoopprijs|aanschafprijs|aanschafwaarde|waarde|value|"
        "nieuwwaarde|nieuwprijs|cost|replacement cost|replacement value|kosten|bedrag", 0 },
    [TF_PRICE_CENTS] = { "price_cents", "prijs in centen", 0 },
    [TF_OWNER] = { "owner", "eigenaar|bruikleen van|van wie", 0 },
    [TF_OWNER_FROM] = { "owner_from_month", "te leen van maand", 0 },
    [TF_OWNER_TO] = { "owner_to_month", "te leen tot en met maand", 0 },
    [TF_OWNER_NOTICE] = { "owner_notice_days", "dagen vooraf terugvragen", 0 },
    [TF_INSPECTED] = { "inspected_until", "gekeurd tot en met|keuring geldig tot|inspection until|"
        "next inspection|volgende keuring", 0 },
    [TF_PARTS] = { "parts", "onderdelen|accessories|accessoires|toebehoren|inhoud|contents|includes|"
        "hoort erbij|wat hoort erbij", CELL_MANY | CELL_LONG },
    [TF_ALIASES] = { "old_codes", "aliases|alias|old code|old number|oude code|oude codes|oud nummer|"
        "oude nummers|vorige code|other codes|andere codes", CELL_MANY | CELL_LONG },
    [TF_NOTE] = { "note", "notes|notitie|notities|opmerking|opmerkingen|bijzonderheden|remarks|remark|"
        "comment|comments|memo", CELL_MANY | CELL_LONG },
    [TF_TEXT] = { "text", "description|omschrijving|beschrijving|toelichting|tekst|details",
        CELL_LONG | CELL_NAME },
    [TF_NOTICE] = { "notice", "check out notice|checkout notice|safety notice|let op|let op tekst|"
        "veiligheid|veiligheidstekst|waarschuwing|warning|uitleenmelding", CELL_LONG },
    [TF_SIGNS] = { "signs", "safety signs|pictogrammen|tekens", 0 },
    [TF_MANUAL] = { "manual", "handleiding|manual url|link handleiding", 0 },
    [TF_SOURCE] = { "source", "bron", 0 },
    [TF_PERIOD] = { "period_days", "loan period|leentermijn|uitleentermijn|leenduur|uitleenduur|"
        "loan days|leendagen|termijn", 0 },
    [TF_HALF_DAY] = { "half_day", "halve dag|per halve dag", 0 },
    [TF_RENEWALS] = { "renewals", "verlengingen|keer verlengen", 0 },
    [TF_RENEWAL_DAYS] = { "renewal_days", "verlengen met", 0 },
    [TF_FEE] = { "fee", "loan fee|leenprijs|huurprijs|tarief", 0 },
    [TF_DEPOSIT] = { "deposit", "borg", 0 },
    [TF_LATE] = { "late_fee", "bedrag voor extra dagen", 0 },
    [TF_SAFETY] = { "safety", "safety level|veiligheidsniveau", 0 },
    [TF_MIN_AGE] = { "min_age", "minimum age|minimumleeftijd|leeftijd", 0 },
    [TF_LIMIT] = { "limit", "limit tools|maximum|hoogstens", 0 },
};

const struct policy_field policy_fields[POLICIES] = {
    [TF_PERIOD - POLICY_FIRST] = { F_POLICY_PERIOD_DAYS, V_INT, 1, 366 },
    [TF_HALF_DAY - POLICY_FIRST] = { F_POLICY_HALF_DAY, V_BOOL, 0, 1 },
    [TF_RENEWALS - POLICY_FIRST] = { F_POLICY_RENEWALS, V_INT, 0, 99 },
    [TF_RENEWAL_DAYS - POLICY_FIRST] = { F_POLICY_RENEWAL_DAYS, V_INT, 1, 366 },
    [TF_FEE - POLICY_FIRST] = { F_POLICY_FEE_CENTS, V_MONEY, 0, 0 },
    [TF_DEPOSIT - POLICY_FIRST] = { F_POLICY_DEPOSIT_CENTS, V_MONEY, 0, 0 },
    [TF_LATE - POLICY_FIRST] = { F_POLICY_LATE_CENTS, V_MONEY, 0, 0 },
    [TF_SAFETY - POLICY_FIRST] = { F_POLICY_SAFETY, V_INT, 0, 3 },
    [TF_MIN_AGE - POLICY_FIRST] = { F_POLICY_MIN_AGE, V_INT, 1, 99 },
    [TF_LIMIT - POLICY_FIRST] = { F_POLICY_LIMIT_TOOLS, V_INT, 0, 999 },
};
