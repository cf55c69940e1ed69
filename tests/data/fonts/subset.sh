#!/bin/sh
# Makes the font of the tests anew: the letters of the Chinese strings and of the language's own name, and ASCII, from Noto
# Sans CJK SC (fonts-noto-cjk).
set -e
here=$(dirname "$0")
font=${1:-/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc}
cat "$here"/../../../assets/strings/zh-Hans/*.ftl > "$here/letters.tmp"
pyftsubset "$font" --font-number=2 --text-file="$here/letters.tmp" --unicodes=20-7e,7b80,4f53,4e2d,6587,2018-201d,2026,3001,3002,ff01,ff08,ff09,ff0c,ff1a,ff1b,ff1f \
    --layout-features= --no-hinting --desubroutinize --name-IDs=0,1,2,13,14 --output-file="$here/NotoSansSC-subset.otf"
rm "$here/letters.tmp"
