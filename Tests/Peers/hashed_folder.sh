#!/bin/sh
# Makes, in the folder $1, a folder `trusted` as OpenSSL reads it, and for each authority in it a leaf for localhost, NAME.pem with
# NAME.key. The subjects are those on which a reader of such folders can go wrong. Prints the names.
set -eu
cd "$1"
mkdir trusted

authority() { # NAME SUBJECT [OPTIONS...]
  name=$1 subject=$2
  shift 2
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "$subject" "$@" \
    -addext basicConstraints=critical,CA:true -addext keyUsage=critical,keyCertSign \
    -keyout "$name.ca.key" -out "trusted/$name.pem" 2>/dev/null
  printf 'subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n' >"$name.ext"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" -keyout "$name.key" -out "$name.csr" 2>/dev/null
  openssl x509 -req -in "$name.csr" -CA "trusted/$name.pem" -CAkey "$name.ca.key" -set_serial 7 -days 30 -extfile "$name.ext" \
    -out "$name.pem" 2>/dev/null
  echo "$name"
}

authority plain "/CN=plain"
authority blanks "/O=  Two   Blanks and  a	Tab /CN=UPPER lower"
authority twin "/CN=twins"
authority otherTwin "/CN=twins"
authority accents "/C=DE/O=Käse GmbH/CN=Grüße" -utf8
authority sets "/O=z+OU=a+L=Mid/CN=sets" -multivalue-rdn
authority long "/O=$(printf '%060d' 1)/OU=$(printf '%060d' 2)/CN=$(printf '%060d' 3)"
authority mail "/CN=mail/emailAddress=Someone@Example.test"
printf '[req]\nstring_mask=MASK:0x800\ndistinguished_name=dn\n[dn]\n' >wide.conf
authority wide "/CN=Weit WEG" -utf8 -config wide.conf
printf '[req]\nstring_mask=MASK:0x4\ndistinguished_name=dn\n[dn]\n' >latin.conf
authority latin "/CN=Latin GRÜSSE" -utf8 -config latin.conf
echo "not a certificate" >trusted/stray.pem
openssl rehash trusted 2>/dev/null
