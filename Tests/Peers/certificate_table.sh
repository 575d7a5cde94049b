#!/bin/sh
# Makes the certificates of the table in CertificateTests.swift, each with its key and chain, in the folder $1.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"

key() { # FILE: one key serves all leaves, for what counts is what the certificates say
  openssl ecparam -name prime256v1 -genkey -noout -out "$1"
}

# Issues what is in the file NAME.ext as NAME.pem, with the leaves' key unless NAME.key is there, and appends CHAIN.
issue() { # NAME SUBJECT AUTHORITY FIRST-DAY LAST-DAY [CHAIN...]
  name=$1 subject=$2 authority=$3 first=$4 last=$5
  shift 5
  [ -e "$name.key" ] || cp leaf.key "$name.key"
  openssl req -new -key "$name.key" -subj "$subject" -out "$name.csr"
  : >index.txt
  openssl ca -batch -notext -config ca.conf -cert "$authority.pem" -keyfile "$authority.key" \
    -preserveDN -startdate "$first" -enddate "$last" -extfile "$name.ext" -md "${DIGEST:-sha256}" -in "$name.csr" -out "$name.pem"
  for above; do cat "$above.pem" >>"$name.pem"; done
}

leaf() { # NAME ALTERNATIVE-NAMES [AUTHORITY] [CHAIN...]
  name=$1 names=$2 authority=${3:-root}
  [ $# -lt 3 ] || shift
  shift 2
  printf 'subjectAltName=%s\nextendedKeyUsage=%s\n' "$names" "${PURPOSE:-serverAuth}" >"$name.ext"
  issue "$name" "/CN=$name" "$authority" "$begin" "$end" "$@"
}

authority() { # NAME ABOVE EXTENSIONS
  [ -e "$1.key" ] || key "$1.key"
  printf '%s\n' "$3" >"$1.ext"
  issue "$1" "/CN=$1" "$2" "$begin" "$end"
}

root() { # NAME
  key "$1.key"
  openssl req -x509 -new -key "$1.key" -days 300 -subj "/CN=$1" -addext keyUsage=critical,keyCertSign \
    -addext basicConstraints=critical,CA:true -out "$1.pem"
}

cat >ca.conf <<'END'
[ca]
default_ca = here
[here]
database = index.txt
serial = serial
new_certs_dir = .
policy = any
unique_subject = no
[any]
commonName = optional
organizationName = optional
emailAddress = optional
[req]
distinguished_name = any
END
echo 1000 >serial
begin=20200101000000Z end=20990101000000Z
isCA=basicConstraints=critical,CA:true
key leaf.key
root root
root stranger

leaf good 'DNS:right.test,IP:127.0.0.1,IP:::1'
leaf evil 'DNS:evil.test,IP:127.0.0.1'
leaf addressAsName 'DNS:127.0.0.1'
leaf wildcard 'DNS:*.example.test'
leaf partial 'DNS:f*o.example.test,DNS:*'
leaf wide 'DNS:*.test'
leaf inner 'DNS:www.*.test'
leaf underscore 'DNS:a_b.test'
leaf hostile "DNS:$(printf 'x\033[31m'),DNS:two.test,DNS:three.test,DNS:four.test,DNS:five.test"
leaf manners 'email:right.test,URI:wss://right.test/'
PURPOSE=clientAuth leaf client 'DNS:right.test'
PURPOSE=anyExtendedKeyUsage leaf anything 'DNS:right.test'

echo 'extendedKeyUsage=serverAuth' >commonName.ext
issue commonName /CN=right.test root $begin $end
echo 'subjectAltName=DNS:right.test' >expired.ext
cp expired.ext early.ext
issue expired /CN=expired root $begin 20200201000000Z
issue early /CN=early root 20980101000000Z $end
printf 'subjectAltName=DNS:right.test\n1.2.3.4=critical,DER:0500\n' >critical.ext
issue critical /CN=critical root $begin $end
openssl req -x509 -new -key leaf.key -days 300 -subj /CN=right.test -addext subjectAltName=DNS:right.test \
  -addext basicConstraints=CA:false -out selfSigned.pem
cp leaf.key selfSigned.key

leaf unknown DNS:right.test stranger
leaf untrusted DNS:right.test stranger stranger
authority middle root "$isCA"
leaf chained DNS:right.test middle middle
leaf broken DNS:right.test middle
authority low middle "$isCA"
leaf unordered DNS:right.test low middle root low
authority short root "$isCA,pathlen:0"
authority under short "$isCA"
leaf tooLong DNS:right.test under under short
leaf byLeaf DNS:right.test chained chained
authority signless root "$isCA
keyUsage=critical,digitalSignature"
leaf bySignless DNS:right.test signless signless
authority mailer root "$isCA
extendedKeyUsage=emailProtection"
leaf byMailer DNS:right.test mailer mailer
authority bound root "$isCA
nameConstraints=critical,permitted;DNS:inside.test,excluded;DNS:secret.inside.test"
leaf inside 'DNS:*.inside.test' bound bound
leaf outside DNS:right.test bound bound

constrained() { # NAME CONSTRAINTS SUBJECT [ALTERNATIVE-NAME]
  authority "$1CA" root "$isCA
nameConstraints=critical,$2
[acme]
O=Acme"
  printf 'subjectAltName=DNS:right.test%s\n[acme]\nO=Acme\n[other]\nO=Other\n' "${4:+,$4}" >"$1.ext"
  issue "$1" "$3" "$1CA" "$begin" "$end" "$1CA"
}
constrained dirIn 'permitted;dirName:acme' /O=Acme/CN=a
constrained dirCase 'permitted;dirName:acme' '/O= ACME /CN=a' dirName:acme
constrained dirOut 'permitted;dirName:acme' /O=Other/CN=a
constrained dirNone 'permitted;dirName:acme' /CN=a
constrained dirFar 'excluded;dirName:acme' /O=Other/CN=a
constrained dirBarred 'excluded;dirName:acme' /O=Acme/CN=a
constrained dirOther 'permitted;dirName:acme' /O=Acme/CN=a dirName:other
constrained mailNone 'permitted;email:x.test' /CN=a
constrained mailIn 'permitted;email:x.test' /CN=a email:a@X.test
constrained mailOut 'permitted;email:x.test' /CN=a email:a@y.test
constrained mailBelow 'permitted;email:x.test' /CN=a email:a@b.x.test
constrained mailDomain 'permitted;email:.x.test' /CN=a email:a@b.x.test
constrained mailBox 'permitted;email:a@x.test' /CN=a email:A@x.test
constrained mailSubject 'permitted;email:x.test' /CN=a/emailAddress=a@y.test
constrained mailBarred 'excluded;email:x.test' /CN=a email:a@x.test
constrained mailAndHost 'permitted;email:x.test,permitted;DNS:other.test' /CN=a
constrained uriIn 'permitted;URI:.x.test' /CN=a URI:https://a.x.test:80/
constrained uriOut 'permitted;URI:.x.test' /CN=a URI:https://x.test/
constrained otherBarred 'excluded;otherName:1.2.3.4;UTF8:a' /CN=a 'otherName:1.2.3.4;UTF8:b'
authority lapsed root "$isCA"
issue lapsed /CN=lapsed root $begin 20200201000000Z
leaf byLapsed DNS:right.test lapsed lapsed

# An authority of version 1 has no place to say that it is none.
key oldStyle.key
openssl req -new -key oldStyle.key -subj /CN=oldStyle -out oldStyle.csr
openssl x509 -req -in oldStyle.csr -CA root.pem -CAkey root.key -set_serial 7 -days 300 -out oldStyle.pem
leaf byOldStyle DNS:right.test oldStyle oldStyle

# The right issuer's name, signed with a key that is not its own.
cp stranger.key forger.key
openssl req -x509 -new -key forger.key -days 300 -subj /CN=root -addext "$isCA" -out forger.pem
leaf forged DNS:right.test forger

openssl genrsa -out weak.key 1024
leaf weak DNS:right.test
openssl genrsa -out rsa.key 2048
cp rsa.key sha1Root.key
openssl req -x509 -new -key sha1Root.key -days 300 -subj /CN=sha1Root -addext "$isCA" -out sha1Root.pem
DIGEST=sha1 leaf sha1 DNS:right.test sha1Root
DIGEST=md5 leaf md5 DNS:right.test sha1Root
DIGEST=sha1 leaf sha1EC DNS:right.test
cp weak.key weakAuthority.key
authority weakAuthority root "$isCA"
leaf byWeak DNS:right.test weakAuthority weakAuthority
leaf byWeakAlone DNS:right.test weakAuthority
cat root.pem weakAuthority.pem >mixed.pem
leaf rsaSigned DNS:right.test sha1Root
cat root.pem sha1Root.pem >ca.pem

# What --cert, --key and --ca may be given.
openssl x509 -in good.pem -outform DER -out good.der
openssl pkey -in leaf.key -aes128 -passout pass:secret -out encrypted.key
openssl ec -in leaf.key -aes128 -passout pass:secret -out encrypted-ec.key
cat good.pem leaf.key >both.pem
bundle() { # NAME PASSPHRASE OPTION...
  name=$1 passphrase=$2
  shift 2
  openssl pkcs12 -export "$@" -passout "pass:$passphrase" -out "$name.p12"
}
bundle good secret -in good.pem -inkey leaf.key -certfile root.pem
bundle legacy secret -legacy -in good.pem -inkey leaf.key
bundle open '' -in good.pem -inkey leaf.key
bundle unicode "$(printf 's\303\251cret')" -in good.pem -inkey leaf.key
bundle keyless secret -nokeys -in good.pem
bundle certless secret -nocerts -inkey leaf.key
key strange.key
openssl pkcs8 -topk8 -nocrypt -in strange.key -outform DER -out strange.der
for kind in good legacy; do python3 "$here/mismatched_pkcs12.py" $kind.p12 strange.der strange-$kind.p12 secret; done
# The same with a key that is encrypted: by PBES2, by each of its hashes and ciphers, and by the older schemes.
strange() { # NAME FILE PASSPHRASE OPTION...
  name=$1 file=$2 passphrase=$3
  shift 3
  openssl pkcs8 -topk8 -in strange.key -outform DER -passout "pass:$passphrase" "$@" -out "encrypted-$name.der"
  python3 "$here/mismatched_pkcs12.py" "$file.p12" "encrypted-$name.der" "strange-$name.p12" "$passphrase"
}
umlaut=$(printf 's\303\251cret')
bundle legacy-open '' -legacy -in good.pem -inkey leaf.key
bundle legacy-unicode "$umlaut" -legacy -in good.pem -inkey leaf.key
bundle sha512 "$umlaut" -keypbe aes-128-cbc -macalg sha512 -iter 5000 -in good.pem -inkey leaf.key
strange open open '' -v2 aes-256-cbc
strange legacy-open legacy-open '' -v1 PBE-SHA1-3DES
strange unicode unicode "$umlaut" -v2 aes-192-cbc -v2prf hmacWithSHA512
strange sha1 unicode "$umlaut" -v2 aes-128-cbc -v2prf hmacWithSHA1
strange legacy-unicode legacy-unicode "$umlaut" -v1 PBE-SHA1-3DES
strange triple unicode "$umlaut" -v2 des3
bundle authority secret -in root.pem -inkey root.key
python3 "$here/mismatched_pkcs12.py" authority.p12 strange.der strange-authority.p12 secret
head -c 700 good.p12 >cut.p12
sed '3s/./A/g' good.pem >damaged.pem
: >empty.pem
echo 'no certificate' >text.pem
