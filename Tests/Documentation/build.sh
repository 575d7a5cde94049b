#!/usr/bin/env bash
# Builds the pages of the library's modules below the folder $1, from a debug build, with the compiler's own tools. A warning fails, and a
# public symbol without a docstring.
set -euo pipefail
output=${1:?the folder for the pages}
build=$(swift build --show-bin-path)
target=$(swiftc -print-target-info | sed -n 's/^    "triple": "\(.*\)",$/\1/p' | head -n 1)
docc=$(dirname "$(readlink -f "$(command -v swiftc)")")/docc
[ -x "$docc" ] || docc=$(xcrun --find docc)

maps=()
while IFS= read -r map; do maps+=(-Xcc "-fmodule-map-file=$map"); done < <(
  find Sources "$build" .build/checkouts -maxdepth 6 -name module.modulemap \
    \( -path 'Sources/*' -o -path '*.build/module.modulemap' -o -path '*/Sources/*/include/*' \) -not -path '*/Tests/*'
)
headers=()
while IFS= read -r folder; do headers+=(-I "$folder"); done < <(find .build/checkouts -path '*/Sources/*/include' -type d -prune)

for module in WebSocketWire WebSocketTransport WebSocketInspect; do
  symbols=$build/symbols/$module
  rm -rf "$symbols"
  mkdir -p "$symbols" "$output"
  swift symbolgraph-extract -module-name "$module" -I "$build/Modules" "${maps[@]}" "${headers[@]}" -target "$target" \
    -minimum-access-level public -skip-synthesized-members -skip-inherited-docs -output-dir "$symbols"
  python3 "$(dirname "$0")/undocumented.py" "$symbols/$module.symbols.json"
  "$docc" convert "Sources/$module/$module.docc" --additional-symbol-graph-dir "$symbols" \
    --fallback-display-name "$module" --fallback-bundle-identifier "$module" --warnings-as-errors \
    --output-path "$output/$module.doccarchive"
done
