import NIOSSL
import WebSocketWire

/// A list of cipher suites in OpenSSL's notation, for TLS 1.2 and older.
///
/// It is read here because NIOSSL ends the process at a list that BoringSSL refuses.
struct CipherList {
  /// In order of preference, at least one.
  let suites: [CipherSuite]

  /// Throws for a list that leaves no suite, or that names one that does not exist. Suites of OpenSSL that BoringSSL lacks are passed over.
  init(_ list: String) throws(UsageError) {
    var suites: [CipherSuite] = []
    var banned: Set<CipherSuite> = []
    for rule in list.split(whereSeparator: { ":, ".contains($0) }) where rule.first != "@" {
      let sign = rule.first.flatMap { "!-+".contains($0) ? $0 : nil }
      let meant = try Self.meant(by: sign == nil ? rule : rule.dropFirst(), isAdded: sign == nil)
      switch sign {
      case nil: suites += meant.filter { !suites.contains($0) && !banned.contains($0) }
      case "+": suites = suites.filter { !meant.contains($0) } + suites.filter(meant.contains)
      case let sign:
        if sign == "!" { banned.formUnion(meant) }
        suites.removeAll(where: meant.contains)
      }
    }
    guard !suites.isEmpty else { throw UsageError("the ciphers \(list.quoted) leave none to offer") }
    self.suites = suites
  }

  /// As NIOSSL takes them.
  var library: [NIOTLSCipher] { suites.map { NIOTLSCipher(rawValue: $0.number) } }

  /// The suites that all words between plus signs mean; a word that means none must be one of OpenSSL's.
  private static func meant(by words: Substring, isAdded: Bool) throws(UsageError) -> [CipherSuite] {
    var suites = CipherSuite.chosen
    for word in words.split(separator: "+", omittingEmptySubsequences: false).map(String.init) {
      if CipherSuite.latest.contains(where: { $0.name == word }) {
        throw UsageError("\(word.quoted) is a cipher of TLS 1.3, whose ciphers cannot be chosen")
      }
      let isKnown = CipherSuite.chosen.contains { $0.isMeant(by: word) }
      guard isKnown || isElsewhere(word) || !isAdded && isName(word) else {
        throw UsageError("\(word.quoted) is not a cipher that is known here, expected OpenSSL's names")
      }
      suites = suites.filter { $0.isMeant(by: word) }
    }
    return suites
  }

  /// Whether it means suites that OpenSSL has and BoringSSL lacks.
  private static func isElsewhere(_ word: String) -> Bool {
    [
      "DH", "EDH", "ADH", "AECDH", "kDH", "kEDH", "aDSS", "PSK", "kPSK", "aPSK", "RSA-PSK", "ECDHE-PSK",
      "SRP",
    ]
    .contains(where: word.hasPrefix)
      || ["CAMELLIA", "ARIA", "SEED", "CCM", "RC4", "NULL"].contains(where: word.contains)
      || word == "SHA256" || word == "SHA384"
  }

  /// Anything may be left out, because it is not there.
  private static func isName(_ word: String) -> Bool {
    !word.isEmpty && word.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }
}
