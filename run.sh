#!/usr/bin/env bash
# Builds what is missing, then runs Gradtwin.
#   ./run.sh              the demonstration
#   ./run.sh ARGUMENTS    the program; `./run.sh --help` lists its commands
#   ./run.sh test         every check and test; arguments after it go to Maven
# JAVA_HOME chooses the JDK. GRADTWIN_JAVA_OPTS adds JVM options; for more memory, say
#   GRADTWIN_JAVA_OPTS='-Xmx8g -Dorg.bytedeco.javacpp.maxphysicalbytes=16g' ./run.sh ...
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
    printf '%s\n' "$java" >"$checked"
  fi
}

find_maven() {
  command -v mvn >/dev/null || missing "Maven to build itself (there is no mvn)" maven maven maven
}

build() {
  find_maven
  local first='' errors
  [ -d "$home/target/lib" ] || first=' (the first time: downloads about 250 MB)'
  echo "Building Gradtwin$first ..." >&2
  mkdir -p "$home/target"
  if ! (cd "$home" && mvn -B -ntp -Dmaven.test.skip -Dspotless.check.skip package) >"$log" 2>&1; then
    # Up to Maven's advice on how to read its messages.
    errors=$(sed -n -e '/^\[ERROR\] ./p' -e '/^\[WARNING\] ./p' -e '/\[Help 1\]/q' "$log")
    printf '%s\n' "${errors:-$(cat "$log")}" "The build failed. All that Maven said is in $log" >&2
    exit 3
  fi
}

find_java

if [ "${1-}" = test ]; then
  find_maven
  shift
  cd "$home"
  exec mvn -B -ntp verify "$@"
fi

# A folder is newer, too, when a file in it was removed.
if [ ! -f "$jar" ] || [ -n "$(find "$home/src/main" "$home/pom.xml" -newer "$jar")" ]; then
  build
fi

[ $# -gt 0 ] || set -- demo

# Small networks get slower with more threads.
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}

options=(
  # Training is as fast with this collector as with the parallel ones, and takes half the memory.
  -XX:+UseSerialGC
  -Xmx3g
  # Arrays live outside the heap, and are freed when the garbage collector finds them unused. It knows
  # nothing of their size, so JavaCPP calls it when the process grows beyond this. (Its nopointergc
  # switch is faster, but with it ND4J never frees an array.)
  -Dorg.bytedeco.javacpp.maxphysicalbytes=6g
  # DL4J's report after running out of memory needs libraries that are left out.
  -Dorg.deeplearning4j.crash.reporting.enabled=false
  # The same text everywhere, also where the locale is C or the output is a pipe.
  -Dfile.encoding=UTF-8 -Dsun.stdout.encoding=UTF-8 -Dsun.stderr.encoding=UTF-8
  # JDK 24 and newer warn about native libraries and old ways to memory, both of which DL4J has.
  --enable-native-access=ALL-UNNAMED -Dsun.misc.unsafe.memory.access=allow
  -Dgradtwin.home="$home"
)
# What computes on the twin for long does so with vectors. The module for them is still incubating:
# Java says so in a line of its own at the start, and once it runs it takes a second to warm up,
# which a command that is over before that had better not pay.
case " $* " in
  " bench "* | " train "*" --engine twin "* | " train "*" --engine=twin "*)
    options+=(--add-modules jdk.incubator.vector)
    ;;
esac
# Java cannot tell where its messages go; a progress bar is for a terminal only.
if [ -t 2 ]; then options+=(-Dgradtwin.terminal=true); fi
# The user's options come last, so that they win; they are words, so not quoted.
exec "$java" "${options[@]}" ${GRADTWIN_JAVA_OPTS:-} -jar "$jar" "$@"
