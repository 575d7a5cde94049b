/// What to try after a `TransportError`: a fact, for a program to put into words of its own options.
package enum Remedy: Hashable, Sendable, CaseIterable {
  /// The host's name may be misspelled.
  case checkName
  /// The other kind of address is not allowed, and could be.
  case allowAnyFamily
  /// This machine has no such address or interface to leave by.
  case chooseLocalEnd
  /// There may be no server at the address.
  case checkServer
  /// The authority that vouches for the proxy can be trusted.
  case trustProxy
  /// There may be no proxy at the address.
  case checkProxy
  /// The time for connecting may be too short.
  case allowMoreTime
  /// The port may speak without TLS.
  case connectWithoutTLS
  /// The proxy may speak without TLS.
  case connectToProxyWithoutTLS
  /// The URL may name another host than its certificate.
  case checkHost
  /// This machine's clock may be wrong.
  case checkClock
  /// The authority that vouches for the server can be trusted.
  case trustAuthority
  /// The authorities that were given do not vouch for the server; others may.
  case trustOtherAuthorities
  /// The system's authorities are not installed.
  case installAuthorities
  /// Only the server's owner can replace the certificate; it can be accepted unverified.
  case askOwner
  /// Only the owner of the certificate can replace it.
  case replaceCertificate
  /// The server demands a certificate of the client.
  case giveCertificate
  /// The server does not accept the client's certificate.
  case giveOtherCertificate
  /// The server may demand a certificate of the client.
  case giveCertificateIfDemanded
  /// The client may not trust the authority of our certificate.
  case trustOurAuthority
  /// The file is in another form than PEM.
  case convertToPEM
  /// The server may speak an older TLS.
  case allowOlderTLS
  /// The key is encrypted, and can be stored without encryption.
  case decryptKey
  /// A PKCS #12 file can be written as PEM by another program.
  case writeAsPEM
  /// The key is encrypted, and its passphrase can be given.
  case givePassphrase
  /// The server may have a new key, which can be demanded instead of the old one.
  case changePin
  /// The files of the folder are not named by the hashes of their subjects.
  case nameByHash
  /// The certificate has to be first in its file.
  case putCertificateFirst
  /// The address to listen on is not one of this machine.
  case chooseLocalAddress
  /// The port to listen on may be taken.
  case chooseFreePort
  /// The file at the path is in use, or is not a socket.
  case chooseOtherPath
  /// The limit on open files is reached.
  case raiseFileLimit
}
