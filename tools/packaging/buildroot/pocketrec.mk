################################################################################
#
# pocketrec
#
################################################################################

POCKETREC_VERSION = 0.1.0
POCKETREC_SITE = $(POCKETREC_PKGDIR)
POCKETREC_SITE_METHOD = file
POCKETREC_SOURCE = pocketrec-$(POCKETREC_VERSION).tar.gz
POCKETREC_LICENSE = Apache-2.0
POCKETREC_LICENSE_FILES = LICENSE
POCKETREC_DEPENDENCIES = eigen flatbuffers host-flatbuffers json-for-modern-cpp libsodium

# build/deps of the archive has what Buildroot has not: cpp-httplib 0.18, CLI11 and the SQLite amalgamation.
POCKETREC_CONF_OPTS = \
	-DPOCKETREC_TESTS=OFF \
	-DPOCKETREC_TOOLS=OFF \
	-DPOCKETREC_LIBRARY=OFF \
	-DPOCKETREC_DEPS=$(@D)/build/deps \
	-DFETCHCONTENT_FULLY_DISCONNECTED=ON

define POCKETREC_INSTALL_TARGET_CMDS
	DESTDIR=$(TARGET_DIR) $(HOST_DIR)/bin/cmake --install $(@D) --component program
	$(RM) -r $(TARGET_DIR)/usr/share/lintian
	mkdir -p $(TARGET_DIR)/etc/pocketrec
	printf 'model = "/usr/share/pocketrec/streaming.pocketrec"\ndata = "/var/lib/pocketrec"\n' \
		>$(TARGET_DIR)/etc/pocketrec/pocketrec.conf
endef

define POCKETREC_INSTALL_INIT_SYSTEMD
	$(INSTALL) -D -m 0644 $(@D)/tools/packaging/systemd/pocketrec.service \
		$(TARGET_DIR)/usr/lib/systemd/system/pocketrec.service
	$(INSTALL) -D -m 0644 $(@D)/tools/packaging/systemd/pocketrec.socket \
		$(TARGET_DIR)/usr/lib/systemd/system/pocketrec.socket
endef

$(eval $(cmake-package))
