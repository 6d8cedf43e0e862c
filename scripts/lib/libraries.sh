# shellcheck shell=bash
# shellcheck disable=SC2154  # root, deps and with_tests are set by whoever sources this
# Brings the libraries of libraries.txt onto a Debian that lacks them, each into its own folder .deps/NAME-VERSION.
#
# They come from the newer Debian suites that the machine's own mirror carries, through a private apt state under .deps/apt:
# the machine's lists, sources and preferences are only read. apt checks Debian's signature over the index, and the index
# names the SHA-256 of each file, so what is built is what Debian published.

# library_rows: the rows of libraries.txt without comments, "name version suite least package".
library_rows () { awk '!/^#/ && NF >= 5 { print $1, $2, $3, $4, $5 }' "$root/scripts/lib/libraries.txt"; }

# The installed system package is good enough: both are named and the version is not too old.
system_has () {   # package least
  local version
  [ "$1" != - ] || return 1
  version=$(dpkg-query -W -f '${db:Status-Status} ${Version}' "$1" 2>/dev/null) || return 1
  [[ $version == "installed "* ]] && dpkg --compare-versions "${version#installed }" ge "$2"
}

# A package that apt could install from the machine's own sources is good enough.
system_offers () {   # package least
  local version
  [ "$1" != - ] || return 1
  version=$(apt-cache policy "$1" 2>/dev/null | awk '/Candidate:/ { print $2 }')
  [ -n "$version" ] && [ "$version" != "(none)" ] && dpkg --compare-versions "$version" ge "$2"
}

# own_debian_entry: "URI KEYRING" of the machine's own Debian source. apt itself reads the sources, so both the one-line
# form (debootstrap's, without Signed-By) and the deb822 form are understood.
own_debian_entry () {
  local codename row uri entry keyring
  # shellcheck disable=SC1091
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  # shellcheck disable=SC2016  # apt expands these, not the shell
  row=$(apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(SOURCESENTRY)' 'Created-By: Packages' 2>/dev/null |
    awk -F'|' -v codename="$codename" '
      $4 != "main" || $3 ~ /[-\/]/ { next }                        # not bookworm-updates, not a flat repository
      $1 == "Debian" { best = $0; exit }
      $3 == codename && other == "" { other = $0 }                 # lists not downloaded: the origin is not known
      END { print best != "" ? best : other }')
  [ -n "$row" ] || return 1
  uri=$(cut -d'|' -f2 <<<"$row")
  entry=$(cut -d'|' -f5 <<<"$row")
  entry=${entry%:*}
  keyring=
  if [[ $entry == *.sources ]]; then
    keyring=$(awk -v uri="${uri%/}" 'BEGIN { RS = ""; FS = "\n" }
      index($0, uri) { for (i = 1; i <= NF; i++) if (tolower($i) ~ /^signed-by:[ \t]*\//) { sub(/^[^:]*:[ \t]*/, "", $i); print $i; exit } }' "$entry")
  elif [ -r "$entry" ]; then
    keyring=$(grep -F "${uri%/}" "$entry" | sed -nE 's/.*signed-by=([^] ]+).*/\1/p' | head -n 1)
  fi
  [ -n "$keyring" ] && [ -r "$keyring" ] || keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  printf '%s %s\n' "$uri" "$keyring"
}

# private_apt: makes .deps/apt, once a run. Its lists hold the newer suites only.
private_apt () {
  local entry
  [ -z "${private_apt_ready:-}" ] || return 0
  entry=$(own_debian_entry) || fail "no Debian entry in /etc/apt/sources.list or /etc/apt/sources.list.d: add one, or configure with -DLOCI_FETCH_DEPS=ON"
  say "reading the package index of the newer Debian suites ..."
  rm -rf "$deps/apt"
  mkdir -p "$deps/apt/lists/partial" "$deps/apt/cache/archives/partial"
  # sid's index is good for a week only, and mirrors lag. Its signature still counts; an old index can give an old version at
  # worst, which for header files is no danger.
  {
    printf 'Types: deb-src\nURIs: %s\nSuites: trixie\nComponents: main\nSigned-By: %s\n\n' "${entry% *}" "${entry##* }"
    printf 'Types: deb deb-src\nURIs: %s\nSuites: sid\nComponents: main\nSigned-By: %s\nCheck-Valid-Until: no\n' \
      "${entry% *}" "${entry##* }"
  } >"$deps/apt/newer.sources"
  cat >"$deps/apt/apt.conf" <<TEXT
Dir::Etc::sourcelist "$deps/apt/newer.sources";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State::lists "$deps/apt/lists";
Dir::Cache "$deps/apt/cache";
APT::Sandbox::User "root";
Acquire::Languages "none";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
TEXT
  logged apt-newer "the index of Debian trixie and sid could not be read from this machine's mirror: look at the network, or configure with -DLOCI_FETCH_DEPS=ON" \
    apt-get -c "$deps/apt/apt.conf" -o APT::Update::Error-Mode=any update
  private_apt_ready=yes
}

# debian_source NAME SUITE FOLDER: the patched source of a package, in FOLDER. A mirror may lack the .dsc file; then the
# tarballs are taken one by one, by the addresses and SHA-256 sums that apt prints, and Debian's patches applied by hand.
debian_source () {
  local name=$1 suite=$2 folder=$3 download=$deps/apt/$1 uri file sum patch orig="" changes=""
  rm -rf "$download" "$folder"
  mkdir -p "$download"
  cd "$download" || return
  if apt-get -c "$deps/apt/apt.conf" source --download-only "$name/$suite"; then
    dpkg-source --no-check -x ./*.dsc "$folder"
    return
  fi
  # What has arrived already is not printed.
  while read -r uri file _ sum; do
    uri=${uri//\'/}
    case $file in
      *.orig.tar.* | *.debian.tar.*)
        /usr/lib/apt/apt-helper -c "$deps/apt/apt.conf" download-file "$uri" "$file" "$sum" || rm -f "$file" ;;
    esac
  done < <(apt-get -c "$deps/apt/apt.conf" source --print-uris "$name/$suite" | grep "^'")
  for file in ./*.orig.tar.*; do orig=$file; done
  for file in ./*.debian.tar.*; do changes=$file; done
  [ -f "$orig" ] || return 1
  mkdir -p "$folder"
  tar -xf "$orig" -C "$folder" --strip-components=1
  if [ -f "$changes" ]; then
    tar -xf "$changes" -C "$folder"
    if [ -f "$folder/debian/patches/series" ]; then
      while read -r patch _; do
        [[ -z $patch || $patch == '#'* ]] || patch -d "$folder" -p1 -i "$folder/debian/patches/$patch"
      done <"$folder/debian/patches/series"
    fi
  elif [ "$name" = cpp-httplib ]; then
    printf 'the patches of %s are missing, and without them it has known holes\n' "$name"
    return 1
  fi
}

# debian_headers PACKAGE SUITE FOLDER: the files of a binary package, which is enough for a header-only library.
debian_headers () {
  local download=$deps/apt/$1
  rm -rf "$download"
  mkdir -p "$download" "$3"
  cd "$download" || return
  apt-get -c "$deps/apt/apt.conf" download "$1/$2"
  dpkg -x ./*.deb "$3"
}

# cmake_build SOURCE BUILD ARGUMENTS...: Release unless the arguments say otherwise; Ninja; ccache when there is one.
cmake_build () {
  local source=$1 build=$2
  shift 2
  cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_POLICY_VERSION_MINIMUM=3.5 \
    -DCMAKE_POSITION_INDEPENDENT_CODE=ON "$@"
}

# Each build_NAME SOURCE PREFIX: runs with -e in a subshell, its output in a log.

build_cmark-gfm () {
  local flags=${3:-}
  cmake -DSOURCE="$1" -P "$root/cmake/mend_cmark_gfm.cmake"
  cmake_build "$1" "$1/build" -DCMARK_SHARED=OFF -DCMARK_TESTS=OFF -DCMAKE_INSTALL_LIBDIR=lib \
    -DCMAKE_C_FLAGS="$flags" -DCMAKE_CXX_FLAGS="$flags"
  cmake --build "$1/build" --target libcmark-gfm_static libcmark-gfm-extensions_static
  mkdir -p "$2/lib" "$2/include"
  cp "$1/build/src/libcmark-gfm.a" "$1/build/extensions/libcmark-gfm-extensions.a" "$2/lib/"
  cp "$1/src/cmark-gfm.h" "$1/src/cmark-gfm-extension_api.h" "$1/extensions/cmark-gfm-core-extensions.h" \
    "$1/build/src/cmark-gfm_export.h" "$1/build/src/cmark-gfm_version.h" "$2/include/"
  cp "$1/test/spec.txt" "$2/"   # the examples of the GFM specification, for tests/conformance
}

# The same again with the library's own reads and writes watched, for the test that looks for races.
build_cmark-gfm-tsan () { build_cmark-gfm "$1" "$2" "-fsanitize=thread -O1 -g"; }

build_cpp-httplib () {
  mkdir -p "$2/include"
  cp "$1/httplib.h" "$2/include/"
}

build_inja () {
  mkdir -p "$2/include"
  if [ -d "$1/usr/include/inja" ]; then cp -R "$1/usr/include/inja" "$2/include/"; else cp -R "$1/include/inja" "$2/include/"; fi
}

build_ftxui () {
  cmake_build "$1" "$1/build" -DFTXUI_QUIET=ON -DBUILD_SHARED_LIBS=OFF -DCMAKE_INSTALL_PREFIX="$2" -DCMAKE_INSTALL_LIBDIR=lib
  cmake --build "$1/build"
  cmake --install "$1/build"
}

# -O1: the library is built once and only runs tests; -O2 would double the wait.
build_catch2 () {
  cmake_build "$1" "$1/build" -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS=-O1 -DCMAKE_CXX_STANDARD=20 -DBUILD_TESTING=OFF \
    -DCATCH_INSTALL_DOCS=OFF -DBUILD_SHARED_LIBS=OFF -DCMAKE_INSTALL_PREFIX="$2" -DCMAKE_INSTALL_LIBDIR=lib
  cmake --build "$1/build"
  cmake --install "$1/build"
}

# source_of NAME SUITE FOLDER. inja's source has been missing from mirrors; its binary package holds the same headers.
source_of () {
  case $1 in
    inja) debian_headers inja-dev "$2" "$3" || debian_source inja "$2" "$3" ;;
    *) debian_source "$1" "$2" "$3" ;;
  esac
}

# build_library NAME VERSION SUITE [VARIANT]: into .deps/NAME-VERSION[-VARIANT], which appears whole or not at all.
build_library () {
  local name=$1 version=$2 suite=$3 variant=${4:+-$4}
  local target=$deps/$name-$version$variant work=$deps/work
  private_apt
  say "building $name $version${4:+ ($4)} ..."
  rm -rf "$work"
  mkdir -p "$work"
  logged "$name$variant-source" "the source of $name $version could not be had from this machine's Debian mirror: try again, or configure with -DLOCI_FETCH_DEPS=ON" \
    run_strictly source_of "$name" "$suite" "$work/source"
  logged "$name$variant-build" "$name $version did not build" \
    run_strictly "build_$name$variant" "$work/source" "$work/prefix"
  rm -rf "$target"
  mv "$work/prefix" "$target"
  rm -rf "$work"
}

# run_strictly COMMAND...: in a fresh shell, because "set -e" is off inside anything that an "if" looks at.
run_strictly () {
  (
    export root deps
    export -f source_of debian_source debian_headers cmake_build build_cmark-gfm build_cmark-gfm-tsan build_cpp-httplib \
      build_inja build_ftxui build_catch2
    exec bash -euo pipefail -c '"$@"' bash "$@"
  )
}

setup_libraries () {
  local name version suite least package
  while read -r name version suite least package; do
    if [ "$name" = catch2 ] && ! $with_tests; then continue; fi
    if [ -d "$deps/$name-$version" ] || system_has "$package" "$least"; then continue; fi
    if system_offers "$package" "$least"; then
      apt_install "$package"
    else
      build_library "$name" "$version" "$suite"
    fi
  done < <(library_rows)
  if $with_tests; then
    version=$(library_rows | awk '$1 == "cmark-gfm" { print $2 }')
    [ -f "$deps/cmark-gfm-$version-tsan/spec.txt" ] || build_library cmark-gfm "$version" trixie tsan
  fi
  rm -rf "$deps/apt" "$deps/work"
}
