#!/usr/bin/env bash
# Builds what is missing, then runs Gradtwin.
#   ./run.sh              the demonstration
#   ./run.sh ARGUMENTS    the program; `./run.sh --help` lists its commands
#   ./run.sh test         every check and test; arguments after it go to Maven
# JAVA_HOME chooses the JDK. GRADTWIN_JAVA_OPTS adds JVM options; for more memory, say
#   GRADTWIN_JAVA_OPTS=-Xmx8g ./run.sh ...
set -euo pipefail

# The script may be called through a link, say from ~/bin.
script=${BASH_SOURCE[0]}
while [ -L "$script" ]; do
  link=$(readlink "$script")
  case $link in
    /*) script=$link ;;
    *) script=$(dirname "$script")/$link ;;
  esac
done
home=$(cd "$(dirname "$script")" && pwd -P)
jar=$home/target/gradtwin.jar
log=$home/target/build.log
archive=$home/target/classes.jsa

# Says what is missing and how to get it: WHAT, then its package for apt, dnf and brew.
missing() {
  {
    echo "Gradtwin needs $1."
    echo "  Debian, Ubuntu:  sudo apt-get install $2"
    echo "  Fedora:          sudo dnf install $3"
    echo "  macOS:           brew install $4"
    echo "  Windows:         in WSL, as on Ubuntu"
  } >&2
  exit 3
}

missing_java() {
  missing "a JDK, version 17 or newer ($1)" \
    "openjdk-17-jdk (or a newer one)" java-latest-openjdk-devel "--cask temurin"
}

# Finds java. Its version is asked for once, because a JVM takes a while to answer:
# target/java.checked names the one that answered well.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || missing_java "JAVA_HOME is $JAVA_HOME, where there is no bin/java"
  else
    java=$(command -v java) || missing_java "there is no java"
  fi

  local checked=$home/target/java.checked known='' answer version
  if [ -f "$checked" ] && [ ! "$java" -nt "$checked" ]; then
    read -r known <"$checked" || true
  fi
  if [ "$known" != "$java" ]; then
    answer=$("$java" -version 2>&1) || missing_java "$java does not run"
    version=$(printf '%s\n' "$answer" | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge 17 ] || missing_java "$java is version ${version:-unknown}"
    mkdir -p "$home/target"
    rm -f "$archive"
    printf '%s\n' "$java" >"$checked"
  fi
}

# Asks the processor, where Linux tells of it, which natives are the fastest that it can run: those of
# ND4J as JavaCPP names them (-avx512, -avx2, or none for those that run everywhere); and those of
# OpenBLAS, which knows the AVX-512 of Intel's processors, but takes AMD's for older ones.
extension=''
ask_processor() {
  [ "$OSTYPE $HOSTTYPE" = 'linux-gnu x86_64' ] && [ -r /proc/cpuinfo ] || return 0
  local line vendor='' flags=''
  while [ -z "$flags" ] && IFS= read -r line; do
    case $line in
      vendor_id*) vendor=${line##* } ;;
      flags*) flags="${line#*:} " ;;
    esac
  done </proc/cpuinfo
  if has avx2 fma f16c bmi1 bmi2 abm movbe; then extension=-avx2; fi
  if [ -n "$extension" ] && has avx512f avx512bw avx512cd avx512dq avx512vl; then
    extension=-avx512
    if [ "$vendor" = AuthenticAMD ]; then export OPENBLAS_CORETYPE=${OPENBLAS_CORETYPE:-SKYLAKEX}; fi
  fi
}

# Whether the processor has all of some features.
has() {
  local feature
  for feature in "$@"; do
    case $flags in *" $feature "*) ;; *) return 1 ;; esac
  done
}

find_maven() {
  command -v mvn >/dev/null || missing "Maven to build itself (there is no mvn)" maven maven maven
}

maven() {
  mvn -B -ntp ${extension:+-Dnd4j.extension=$extension} "$@"
}

build() {
  find_maven
  local first='' errors
  [ -d "$home/target/lib" ] || first=' (the first time: downloads about 340 MB)'
  echo "Building Gradtwin$first ..." >&2
  mkdir -p "$home/target"
  if ! (cd "$home" && maven -Dmaven.test.skip -Dspotless.check.skip package) >"$log" 2>&1; then
    # Up to Maven's advice on how to read its messages.
    errors=$(sed -n -e '/^\[ERROR\] ./p' -e '/^\[WARNING\] ./p' -e '/\[Help 1\]/q' "$log")
    printf '%s\n' "${errors:-$(cat "$log")}" "The build failed. All that Maven said is in $log" >&2
    exit 3
  fi
}

# Classes in the form in which the JVM has them in memory: the program starts in half the time. The JVM
# does without where it cannot use them; so does this script where they cannot be made.
make_archive() {
  [ -w "$home/target" ] || return 0
  echo "Making it start quickly ..." >&2
  local folder
  folder=$(mktemp -d "$home/target/classes.XXXXXX")
  list() {
    "$java" "${options[@]}" -XX:DumpLoadedClassList="$folder/$1" -jar "$jar" "${@:2}" || true
  }
  {
    list 1 --help
    list 2 validate "$home"/configs/*.yaml
    list 3 train "$home/configs/xor-mlp.yaml" -o training.epochs=2 --runs "$folder/runs"
    # Each list counts its classes; the numbers would contradict each other.
    awk '!/^#/ && !/ source: / { sub(/ id: .*/, ""); if (!seen[$0]++) print }' \
      "$folder"/[123] >"$folder/all" || true
    "$java" "${options[@]}" -Xshare:dump -XX:SharedClassListFile="$folder/all" \
      -XX:SharedArchiveFile="$folder/archive" -jar "$jar" || true
  } >/dev/null 2>&1
  [ -f "$folder/archive" ] || : >"$folder/archive"
  touch "$folder/archive"
  mv -f "$folder/archive" "$archive"
  rm -rf "$folder"
}

find_java
ask_processor

if [ "${1-}" = test ]; then
  find_maven
  shift
  cd "$home"
  maven verify "$@"
  exit
fi

# A folder is newer, too, when a file in it was removed.
if [ ! -f "$jar" ] || [ -n "$(find "$home/src/main" "$home/pom.xml" -newer "$jar")" ]; then
  build
fi

[ $# -gt 0 ] || set -- demo

# The program decides by itself on how many threads it trains: at most on so many, at first on one.
export SD_MAX_THREADS=${OMP_NUM_THREADS:-$(getconf _NPROCESSORS_ONLN)}
export OMP_NUM_THREADS=1
# ND4J takes and gives back small blocks of memory all the time: let the C library keep more at hand.
export GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.tcache_max=16384:glibc.malloc.tcache_count=500}

options=(
  # Training is as fast with this collector as with the parallel ones, and takes half the memory. What
  # ND4J remembers of each array outlives one collection but not two, so there is room for it until the
  # second; otherwise it would fill the old generation.
  -XX:+UseSerialGC -Xmn100m -XX:SurvivorRatio=2
  -Xmx3g
  # JavaCPP would measure the process at every allocation, which is half the time of a small step; the
  # program does so once in a while. (With JavaCPP's nopointergc, ND4J would never free an array.)
  -Dorg.bytedeco.javacpp.maxphysicalbytes=0
  # The natives for this processor; JavaCPP alone would take the newest that it finds, and crash.
  -Dorg.bytedeco.javacpp.platform.extension="$extension"
  # DL4J's report after running out of memory needs libraries that are left out.
  -Dorg.deeplearning4j.crash.reporting.enabled=false
  # The same text everywhere, also where the locale is C or the output is a pipe.
  -Dfile.encoding=UTF-8 -Dsun.stdout.encoding=UTF-8 -Dsun.stderr.encoding=UTF-8
  # JDK 24 and newer warn about native libraries and old ways to memory, both of which DL4J has.
  --enable-native-access=ALL-UNNAMED -Dsun.misc.unsafe.memory.access=allow
  # A stale archive of classes is no news.
  -Xlog:cds=off
  -Dgradtwin.home="$home"
)
if [ "$jar" -nt "$archive" ]; then make_archive; fi
# What computes on the twin for long does so with vectors. The module for them is still incubating:
# Java says so in a line of its own at the start, and once it runs it takes a second to warm up,
# which a command that is over before that had better not pay.
case " $* " in
  " bench "* | " train "*" --engine twin "* | " train "*" --engine=twin "*)
    options+=(--add-modules jdk.incubator.vector)
    ;;
esac
if [ -s "$archive" ]; then options+=(-XX:SharedArchiveFile="$archive"); fi
case $1 in
  # What ends at once is not worth the compiler for what runs long.
  -* | data | explain | help | init | runs | schema | validate) options+=(-XX:TieredStopAtLevel=1) ;;
esac
# Java cannot tell where its messages go; a progress bar is for a terminal only.
if [ -t 2 ]; then options+=(-Dgradtwin.terminal=true); fi
# The user's options come last, so that they win; they are words, so not quoted.
exec "$java" "${options[@]}" ${GRADTWIN_JAVA_OPTS:-} -jar "$jar" "$@"
