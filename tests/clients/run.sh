#!/bin/sh
# Open our files with the programs that people use, and read back what those programs save.
#
# Usage: tests/clients/run.sh [FOLDER]      FOLDER keeps the virtual environment, schemas and files (default: a temporary one)
#
# Needs, each check being skipped where its program is missing (Debian's names):
#   libxml2-utils  libreoffice-calc  libreoffice-writer  omegat  chromium  php-symfony-translation (its schemas)  npm
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$(mktemp -d)}
mkdir -p "$folder/schemas"
python=${PYTHON:-$here/../../.venv/bin/python}

# translate-toolkit's package is called `translate` as ours is: it lives apart.
if [ ! -x "$folder/toolkit/bin/python" ]; then
    python3 -m venv "$folder/toolkit" && "$folder/toolkit/bin/pip" install -q translate-toolkit || true
fi
# The official DTD of TMX comes with OmegaT, the official XLIFF schemas with Symfony.
if [ -f /usr/share/omegat/OmegaT.jar ] && [ ! -f "$folder/schemas/tmx14.dtd" ]; then
    "$python" -m zipfile -e /usr/share/omegat/OmegaT.jar "$folder/omegat-jar"
    cp "$folder"/omegat-jar/schemas/tmx14.dtd "$folder"/omegat-jar/schemas/xml.xsd "$folder/schemas/"
fi
if [ ! -f "$folder/schemas/xliff-core-2.0.xsd" ]; then
    (cd "$folder" && apt-get download -q php-symfony-translation && dpkg -x php-symfony-translation_*.deb symfony) || true
    find "$folder/symfony" -name 'xliff-core-*.xsd' -exec cp {} "$folder/schemas/" \; 2>/dev/null || true
    sed -i -e 's#schemaLocation="[^"]*xml.xsd"#schemaLocation="xml.xsd"#' "$folder"/schemas/xliff-core-*.xsd || true
fi
if [ ! -d "$folder/node_modules/axe-core" ]; then
    (cd "$folder" && npm install --silent --no-audit --no-fund axe-core) || true
fi
exec "$python" "$here/run.py" "$folder"
