# shellcheck shell=bash
# shellcheck disable=SC2154  # root, deps and with_tests are set by whoever sources this
# The npm packages: what bundles the browser code always, what tests it with --tests.

node_stamp=$root/node_modules/.loci-setup

# The stamp names the lockfile's sum, then "pages" or "tests"; tests contain pages.
setup_node_modules () {
  local sum wanted=pages done_sum='' done_for=''
  if [ ! -f "$root/package-lock.json" ]; then return 0; fi
  sum=$(sha256sum <"$root/package-lock.json")
  sum=${sum%% *}
  if $with_tests; then wanted=tests; fi
  if [ -f "$node_stamp" ]; then read -r done_sum done_for <"$node_stamp" || true; fi
  if [ "$sum" = "$done_sum" ] && { [ "$wanted" = "$done_for" ] || [ "$done_for" = tests ]; }; then return 0; fi

  if [ "$(node -p 'process.versions.node.split(".")[0] >= 18')" != true ]; then
    fail "node $(node --version) is too old: install Node 18 or newer (Debian 12's packages are nodejs and npm) or remove the old one from PATH"
  fi
  say "installing the npm packages for $wanted ..."
  rm -f "$node_stamp"
  cd "$root" || return
  if [ $wanted = tests ]; then
    logged npm "the npm packages could not be installed: look at the network and the npm registry setting, then run this again" \
      npm ci --ignore-scripts --no-audit --no-fund --include=dev
  else
    logged npm "the npm packages could not be installed: look at the network and the npm registry setting, then run this again" \
      npm ci --ignore-scripts --no-audit --no-fund --omit=dev
  fi
  printf '%s %s\n' "$sum" "$wanted" >"$node_stamp"
}
