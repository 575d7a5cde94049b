import NIOSSL
import WebSocketWire

/// A list of cipher suites in OpenSSL's notation, for TLS 1.2 and older.
enum CipherList {
  /// Throws for a list that leaves no suite, or that names one that does not exist, which BoringSSL passes over.
  static func check(_ list: String) throws(UsageError) {
    let words = list.split { ":, ".contains($0) }.map(String.init)
    for word in words where !word.hasPrefix("!") && !word.hasPrefix("-") && !word.hasPrefix("@") {
      let name = word.first == "+" ? String(word.dropFirst()) : word
      guard isKnown(name) else {
        let isNew = name.hasPrefix("TLS_") && !name.contains("_WITH_")
        throw UsageError(
          isNew
            ? "\(name.quoted) is a cipher of TLS 1.3, whose ciphers cannot be chosen"
            : "\(name.quoted) is not a cipher of TLS 1.2 that is known here, expected OpenSSL's names")
      }
    }
    guard isKnown(list) else { throw UsageError("the ciphers \(list.quoted) leave none to offer") }
  }

  private static func isKnown(_ list: String) -> Bool {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.trustRoots = .certificates([])
    configuration.cipherSuites = list
    return (try? NIOSSLContext(configuration: configuration)) != nil
  }
}
