SUMMARY = "Personalized recommendations on the device"
DESCRIPTION = "One static program that maps a packed model, records events and answers recommendation requests."
SECTION = "utils"
LICENSE = "Apache-2.0"
LIC_FILES_CHKSUM = "file://LICENSE;md5=3b83ef96387f14655fc854ddc3c6bd57"

# Where the project's sources come from is the layer's choice: an archive or a git repository.
POCKETREC_URI ?= "file://pocketrec-${PV}.tar.gz"
SRC_URI = "${POCKETREC_URI}"
S = "${WORKDIR}/pocketrec-${PV}"

inherit cmake pkgconfig systemd

# meta-oe has all of these but cpp-httplib 0.18 and the SQLite amalgamation, which the folder of POCKETREC_DEPS has to hold
# (include/httplib.h, sqlite/sqlite3.c and sqlite3.h), as tools/setup leaves them in build/deps.
DEPENDS = "flatbuffers flatbuffers-native libsodium nlohmann-json cli11 libeigen"
POCKETREC_DEPS ?= "${S}/build/deps"

EXTRA_OECMAKE = " \
    -DPOCKETREC_TESTS=OFF -DPOCKETREC_TOOLS=OFF -DPOCKETREC_LIBRARY=OFF \
    -DPOCKETREC_DEPS=${POCKETREC_DEPS} -DFETCHCONTENT_FULLY_DISCONNECTED=ON \
"

do_install() {
    DESTDIR=${D} cmake --install ${B} --component program
    if ${@bb.utils.contains('DISTRO_FEATURES', 'systemd', 'true', 'false', d)}; then
        install -d ${D}${systemd_system_unitdir}
        install -m 0644 ${S}/tools/packaging/systemd/pocketrec.* ${D}${systemd_system_unitdir}
    fi
    install -d ${D}${sysconfdir}/pocketrec
    printf 'model = "%s"\ndata = "%s"\n' ${datadir}/pocketrec/streaming.pocketrec ${localstatedir}/lib/pocketrec \
        > ${D}${sysconfdir}/pocketrec/pocketrec.conf
    rm -rf ${D}${datadir}/lintian ${D}${datadir}/doc
}

SYSTEMD_SERVICE:${PN} = "pocketrec.service"
FILES:${PN} += "${datadir}/pocketrec"
CONFFILES:${PN} = "${sysconfdir}/pocketrec/pocketrec.conf"
