# make demo   build, make a demo library, serve it      make check      the tests, ten minutes
# make        build                                     make check-all  all of them, an hour
# CC, CFLAGS, BUILD, PORT, LAN, DEMO may be set on the command line.
# V=1 shows whole commands.
BUILD ?= build
CC = gcc
CFLAGS ?= -O2 -g
VERSION := 0.1
G := $(BUILD)/gen
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc)
endif
Q := $(if $(V),,@)
SHOW = $(if $(V),,@echo '  $(1) $(2:$(BUILD)/%=%)')

STRICT = -std=c17 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wcast-qual \
  -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wformat=2 -Wundef -Wvla -Wpointer-arith
HARDEN = -fPIE -fstack-protector-strong $(if $(SANITIZE),,-D_FORTIFY_SOURCE=2) -fno-strict-aliasing
SAN = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)
CPPFLAGS += -D_GNU_SOURCE -DKIST_VERSION='"$(VERSION)"' -I. -I$(G)
# Only the folders that may see a library get its flags (tests/layers.sh checks the includes).
PKG_labels := pangocairo cairo-pdf cairo-svg
ALL = $(CPPFLAGS) $(STRICT) $(HARDEN) $(SAN) $(CFLAGS) -MMD -MP
# gold links a program in a third of the time, and the tests are some fifty programs.
GOLD := $(if $(shell which ld.gold),-fuse-ld=gold)
define LINK
$(call SHOW,LD,$@)
$(Q)$(CC) $(SAN) $(CFLAGS) -pie $(GOLD) -Wl,-z,relro,-z,now -Wl,--as-needed -o $@ $(filter %.o,$^)
endef

# The small libraries come from their static archives: dynamic they double the start-up.
STATIC = -l:libjansson.a -l:libsodium.a -l:libunistring.a -l:libconfuse.a
LIBS_kist = -lsqlite3 $(STATIC) -lpthread
LIBS_kist-full = -lcurl -ledit $(LIBS_kist)
LIBS_kistd = -lmicrohttpd -lcurl $(LIBS_kist)
LIBS_kist-labels = $$(pkg-config --libs $(PKG_labels)) -lqrencode -lexpat -lm $(STATIC)
LIBS_kist-photo = -ljpeg -lpng -lwebp $(STATIC)

src = $(patsubst %.c,$(BUILD)/%.o,$(filter-out $(2),$(wildcard $(1)/*.c)))
BASE := $(call src,base) $(call src,text,text/po.c text/po2c.c) $(BUILD)/gen/text_tables.o
CORE := $(BASE) $(call src,schema,schema/sql2c.c) $(BUILD)/gen/query_tables.o $(BUILD)/gen/demo_files.o \
  $(call src,lending) $(BUILD)/labels/job.o $(BUILD)/photo/clean.o $(call src,reminders,$(wildcard reminders/wire*.c)) $(call src,ops)
# HTTP and SMTP: not in kist, which is linked without libcurl.
WIRE := $(patsubst %.c,$(BUILD)/%.o,$(wildcard reminders/wire*.c))
OBJ_kist := $(CORE) $(call src,cli,cli/full.c $(wildcard cli/counter*.c))
OBJ_kist-full := $(CORE) $(WIRE) $(call src,cli,cli/lean.c)
HTML2C := $(patsubst %,server/pages/%.c,html2c template place)
OBJ_kistd := $(CORE) $(WIRE) $(call src,server) $(call src,server/pages,$(HTML2C)) \
  $(BUILD)/gen/pages.o $(BUILD)/gen/static_files.o
OBJ_kist-labels := $(BASE) $(call src,labels)
OBJ_kist-photo := $(BASE) $(call src,photo)
PROGRAMS := $(patsubst %,$(BUILD)/%,kist kist-full kistd kist-labels kist-photo)

# Presets of gateways are found beside the programs, else in ../share/kist/presets.
PRESETS := $(patsubst reminders/%,$(BUILD)/%,$(wildcard reminders/presets/*.conf))
all: $(PROGRAMS) $(PRESETS) $(BUILD)/texts.ok
$(BUILD)/presets/%.conf: reminders/presets/%.conf
	@mkdir -p $(@D)
	cp $< $@
.DELETE_ON_ERROR:
.SECONDARY:

define program
$(BUILD)/$(1): $$(OBJ_$(1))
	$$(LINK) $$(LIBS_$(1))
endef
$(foreach p,kist kist-full kistd kist-labels kist-photo,$(eval $(call program,$(p))))

# Everything generated is there before anything is compiled.
GEN := $(G)/text_keys.h $(G)/queries.h $(G)/pages.h
$(BUILD)/%.o: %.c | $(GEN)
	@mkdir -p $(@D)
	$(call SHOW,CC,$<)
	$(Q)$(CC) $(ALL) $(if $(PKG_$(firstword $(subst /, ,$<))),$$(pkg-config --cflags $(PKG_$(firstword $(subst /, ,$<))))) -c $< -o $@
$(G)/%.o: $(G)/%.c | $(GEN)
	$(call SHOW,CC,$<)
	$(Q)$(CC) $(ALL) -Wno-overlength-strings -c $< -o $@

# Generators: Dutch and English sentences, SQL, pages and demo files become checked C.
$(BUILD)/tool/%: $(BUILD)/tool/%.o
	$(call SHOW,LD,$@)
	$(Q)$(CC) $(SAN) $(CFLAGS) -pie -o $@ $^ -l:libunistring.a
$(BUILD)/tool/%.o: %.c
	@mkdir -p $(@D)
	$(call SHOW,CC,$<)
	$(Q)$(CC) $(ALL) -c $< -o $@
TOOLBASE := $(patsubst %,$(BUILD)/tool/base/%.o,arena str buf day)
$(BUILD)/tool/text/po2c: $(patsubst %,$(BUILD)/tool/text/%.o,po piece)
$(BUILD)/tool/text/po2c $(BUILD)/tool/schema/sql2c $(BUILD)/tool/server/pages/html2c $(BUILD)/tool/tools/files2c: $(TOOLBASE)

# po2c leaves alone what would not change: a new sentence compiles one file, not everything. What a
# language lacks is listed in in-english.txt.
$(G)/text.stamp: $(BUILD)/tool/text/po2c $(wildcard text/*.po)
	@mkdir -p $(G)
	$< $(G) $(wildcard text/*.po) >$(G)/in-english.txt
	@touch $@
$(G)/text_keys.h $(G)/text_tables.c: $(G)/text.stamp ;
$(G)/queries.h $(G)/query_tables.c &: $(BUILD)/tool/schema/sql2c $(sort $(wildcard schema/*.sql))
	@mkdir -p $(G)
	$< $(G) $(sort $(wildcard schema/*.sql))
$(BUILD)/tool/server/pages/html2c: $(HTML2C:%.c=$(BUILD)/tool/%.o)
PAGES := $(sort $(wildcard server/pages/*.html)) server/pages/icons.svg text/nl.po
$(G)/pages.stamp: $(BUILD)/tool/server/pages/html2c $(PAGES)
	@mkdir -p $(G)
	$< $(G) $(PAGES)
	@touch $@
$(G)/pages.h $(G)/pages.c: $(G)/pages.stamp ;
# files2c NAME OUT FILE...: embeds files; static ones are compressed and named by content.
$(G)/demo_files.c: $(BUILD)/tool/tools/files2c $(sort $(wildcard demo/*.csv))
	@mkdir -p $(G)
	$< demo_files $@ $(sort $(wildcard demo/*.csv))
$(G)/static_files.c: $(BUILD)/tool/tools/files2c $(sort $(wildcard server/static/*))
	@mkdir -p $(G)
	$< static_files $@ $(sort $(wildcard server/static/*))

# Unit tests: each tests/unit/test_NAME.c is one program, linked with everything but the mains.
UNITS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
UNIT_HELP := $(patsubst %.c,$(BUILD)/%.o,$(filter-out $(wildcard tests/unit/test_*.c),$(wildcard tests/unit/*.c)))
LABELS_ALL := $(filter-out $(BUILD)/labels/main.o,$(call src,labels))
OBJ_unit := $(sort $(CORE) $(WIRE) $(UNIT_HELP))
$(BUILD)/unit/test_label%: $(BUILD)/tests/unit/test_label%.o $(sort $(BASE) $(LABELS_ALL) $(UNIT_HELP) $(CORE))
	@mkdir -p $(@D)
	$(LINK) $(LIBS_kist-labels) $(LIBS_kist-full) -lcmocka
$(BUILD)/unit/test_photo: $(BUILD)/tests/unit/test_photo.o $(sort $(BASE) $(filter-out $(BUILD)/photo/main.o,$(call src,photo)))
	@mkdir -p $(@D)
	$(LINK) $(LIBS_kist-photo) -lcmocka
$(BUILD)/unit/test_server: $(BUILD)/tests/unit/test_server.o $(sort $(filter-out %/server/main.o,$(OBJ_kistd)))
	@mkdir -p $(@D)
	$(LINK) $(LIBS_kistd) -lcmocka
$(BUILD)/unit/test_%: $(BUILD)/tests/unit/test_%.o $(OBJ_unit)
	@mkdir -p $(@D)
	$(LINK) $(LIBS_kist-full) -lcmocka
# What the gateway suites send with: all that is below the outbox.
SENDING := $(call src,base) $(WIRE) $(patsubst %.c,$(BUILD)/%.o,$(wildcard reminders/gateway*.c reminders/load*.c) \
  reminders/gsm.c reminders/mail.c reminders/rule.c reminders/template.c)
$(BUILD)/tests/fake/send: $(BUILD)/tests/fake/send.o $(SENDING)
	$(LINK) -lcurl $(STATIC) -lpthread
# Every page with sample values, to look at.
$(BUILD)/tests/fake/pages_preview: $(call src,tests/fake/pages) $(BASE) $(BUILD)/server/pages/sheet.o $(G)/pages.o
	$(LINK) $(STATIC)
# The pure functions of the rules, for worked examples.
$(BUILD)/tests/examples/calls: $(BUILD)/tests/examples/calls.o $(CORE)
	$(LINK) $(LIBS_kist)
# How phone numbers are read, beside another reader of them.
$(BUILD)/tests/phones: $(BUILD)/tests/phones.o $(CORE)
	$(LINK) $(LIBS_kist)
# The plans of the statements that loans run.
$(BUILD)/tests/plans: $(patsubst %,$(BUILD)/tests/%.o,plans unit/story unit/library) $(CORE)
	$(LINK) $(LIBS_kist)
unit: $(UNITS) $(BUILD)/tests/fake/send $(BUILD)/tests/fake/pages_preview $(BUILD)/tests/examples/calls $(BUILD)/tests/plans $(BUILD)/tests/phones $(BUILD)/tests/settings_doc

# How fast, beside the floor of each figure (tests/bench/bench.sh).
BENCH := $(patsubst %,$(BUILD)/tests/bench/%,floor_http floor_open floor_commit floor_insert floor_qr floor_smtp slow load versus inside)
$(BUILD)/tests/bench/inside: $(patsubst %,$(BUILD)/tests/%.o,bench/inside bench/big unit/library) $(CORE)
	$(LINK) $(LIBS_kist)
$(BUILD)/tests/bench/%: $(BUILD)/tests/bench/%.o
	$(LINK) -lmicrohttpd -lqrencode -lsqlite3 -lcurl
bench: all $(BENCH)
	tools/deps.sh check audit
	BUILD=$(BUILD) tests/bench/bench.sh
# Two years of a library in a folder of its own; SIMULATE="--seed 7 --days 30" lives otherwise.
simulate: all
	dir=$$(mktemp -d) && cd $$dir && KIST_BUILD=$(abspath $(BUILD)) TMPDIR=$$dir \
	  $(CURDIR)/tests/simulate/run.py $(SIMULATE) && rm -r $$dir

# Every operation has its sentences, or the build stops.
$(BUILD)/tests/check_texts: $(BUILD)/tests/check_texts.o $(CORE)
	$(LINK) $(LIBS_kist)
$(BUILD)/texts.ok: $(BUILD)/tests/check_texts
	$<
	@touch $@
# Manual pages and OpenAPI, written by the program from its own table.
$(BUILD)/tests/settings_doc: $(BUILD)/tests/settings_doc.o $(CORE)
	$(LINK) $(LIBS_kist)
docs: $(BUILD)/kist $(BUILD)/tests/settings_doc
	tools/docs.sh $<

layers:
	@tests/layers.sh -q includes
deps:
	@tools/deps.sh build
deps-check:
	@tools/deps.sh build check
# Compiling begins after the packages are there.
asan:
	+$(MAKE) BUILD=$(BUILD)/asan SANITIZE=address,undefined CFLAGS='-O1 -g1' all unit
check: deps-check
	+$(MAKE) --no-print-directory all unit asan
	tests/run.sh
check-all: deps-check
	tools/deps.sh fuzz audit
	+$(MAKE) --no-print-directory all unit asan
	tests/run.sh --all
demo: deps
	+@$(MAKE) --no-print-directory all
	@tools/demo.sh

# Formats the lines that were changed since the last commit; tables laid out by hand stay as they are.
fmt:
	@git clang-format --extensions c,h HEAD || test $$? = 1

# The programs lie together, as they find each other, with two of them in bin.
PREFIX ?= /usr/local
L := $(DESTDIR)$(PREFIX)
install: all
	install -d $(L)/bin $(L)/libexec/kist $(L)/share/kist/presets $(L)/share/man/man1 \
	  $(L)/share/doc/kist/decisions $(L)/lib/systemd/system
	install -m 755 $(PROGRAMS) $(L)/libexec/kist
	ln -sfn ../../share/kist/presets $(L)/libexec/kist/presets
	ln -sfn ../libexec/kist/kist $(L)/bin/kist
	ln -sfn ../libexec/kist/kistd $(L)/bin/kistd
	install -m 644 $(PRESETS) $(L)/share/kist/presets
	install -m 644 docs/man/*.1 $(L)/share/man/man1
	install -m 644 README.md docs/*.md docs/kist.conf.example docs/openapi.json $(L)/share/doc/kist
	install -m 644 docs/decisions/*.md $(L)/share/doc/kist/decisions
	for unit in docs/systemd/*; do \
	  sed 's|/usr/local/bin/|$(PREFIX)/bin/|' $$unit >$(L)/lib/systemd/system/$${unit##*/}; done

clean:
	rm -rf $(BUILD)
-include $(wildcard $(patsubst %.o,%.d,$(sort $(OBJ_kist-full) $(OBJ_kist) $(OBJ_kistd) $(OBJ_kist-labels) $(OBJ_kist-photo))) \
  $(BUILD)/tests/*.d $(BUILD)/tests/*/*.d $(BUILD)/tests/*/*/*.d $(BUILD)/tool/*/*.d $(BUILD)/tool/*/*/*.d)
.PHONY: all docs unit layers asan clean demo check check-all deps deps-check fmt bench simulate install
