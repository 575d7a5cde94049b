#!/bin/sh
# Makes a test CA with leaves for localhost and for another host, and a leaf of a second CA, in the folder $1.
set -eu
cd "$1"

authority() { # NAME WORDS
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=$2" \
    -addext basicConstraints=critical,CA:true -addext keyUsage=critical,keyCertSign,cRLSign \
    -keyout "$1.key" -out "$1.pem"
}

leaf() { # NAME AUTHORITY ALTERNATIVE-NAMES
  printf 'subjectAltName=%s\nbasicConstraints=CA:false\nextendedKeyUsage=serverAuth,clientAuth\n' "$3" >"$1.ext"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=wscope test $1" \
    -keyout "$1.key" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days 30 \
    -extfile "$1.ext" -out "$1.pem"
}

authority ca "wscope test CA"
authority other "wscope untrusted CA"
leaf leaf ca "DNS:localhost,IP:127.0.0.1,IP:::1"
leaf elsewhere ca "DNS:elsewhere.example"
leaf stranger other "DNS:localhost,IP:127.0.0.1,IP:::1"
leaf address ca "DNS:evil.test,IP:127.0.0.1"

# The leaf's key in the other forms that --cert and --key take; what is encrypted opens with: secret
cat leaf.pem leaf.key >both.pem
openssl pkey -in leaf.key -aes256 -passout pass:secret -out pkcs8.key
openssl ec -in leaf.key -aes256 -passout pass:secret -out sec1.key
openssl pkcs12 -export -in leaf.pem -inkey leaf.key -certfile ca.pem -passout pass:secret -out leaf.p12
