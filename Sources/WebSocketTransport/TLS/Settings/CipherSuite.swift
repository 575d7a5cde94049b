/// A cipher suite that BoringSSL can agree on; none with a key that both ends have in advance is ever offered.
struct CipherSuite: Hashable {
  /// At IANA.
  let number: UInt16
  /// At IANA.
  let name: String
  /// OpenSSL's own; empty under TLS 1.3, which uses the one of IANA.
  let shortName: String
  /// Whether it is chosen by its name alone, and by no word for many.
  var isDeprecated: Bool { name.contains("3DES") || name.hasSuffix("CBC_SHA256") }

  private init(_ number: UInt16, _ name: String, _ shortName: String = "") {
    (self.number, self.name, self.shortName) = (number, name, shortName)
  }

  /// The name of a number, or the number in hexadecimal.
  static func name(of number: UInt16) -> String {
    (chosen + latest).first { $0.number == number }?.name ?? "0x" + String(number, radix: 16, uppercase: true)
  }

  /// Whether a word of OpenSSL's notation means it: a name of it, or a word for many.
  func isMeant(by word: String) -> Bool {
    word == name || word == shortName || word == "3DES" && name.contains("3DES")
      || !isDeprecated && words.contains(word)
  }

  private var words: Set<String> {
    var words: Set = ["ALL", "DEFAULT", "HIGH", "FIPS"]
    words.formUnion(
      name.contains("ECDHE") ? ["kECDHE", "kEECDH", "ECDH", "ECDHE", "EECDH"] : ["kRSA", "RSA"])
    words.formUnion(name.contains("ECDSA") ? ["aECDSA", "ECDSA"] : ["aRSA"])
    if name.contains("AES_128") { words.formUnion(["AES", "AES128"]) }
    if name.contains("AES_256") { words.formUnion(["AES", "AES256"]) }
    if name.contains("GCM") { words.insert("AESGCM") }
    if name.contains("CHACHA20") { words.insert("CHACHA20") }
    words.formUnion(name.hasSuffix("CBC_SHA") ? ["SHA", "SHA1", "SSLv3", "TLSv1"] : ["TLSv1.2"])
    return words
  }

  /// Those of TLS 1.2 and older, in the order of BoringSSL.
  static let chosen = [
    CipherSuite(0xC02B, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256"),
    CipherSuite(0xC02F, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256"),
    CipherSuite(0xC02C, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384"),
    CipherSuite(0xC030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE-RSA-AES256-GCM-SHA384"),
    CipherSuite(0xCCA9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"),
    CipherSuite(0xCCA8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305"),
    CipherSuite(0xC009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "ECDHE-ECDSA-AES128-SHA"),
    CipherSuite(0xC013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "ECDHE-RSA-AES128-SHA"),
    CipherSuite(0xC00A, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "ECDHE-ECDSA-AES256-SHA"),
    CipherSuite(0xC014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "ECDHE-RSA-AES256-SHA"),
    CipherSuite(0xC023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "ECDHE-ECDSA-AES128-SHA256"),
    CipherSuite(0xC027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "ECDHE-RSA-AES128-SHA256"),
    CipherSuite(0x009C, "TLS_RSA_WITH_AES_128_GCM_SHA256", "AES128-GCM-SHA256"),
    CipherSuite(0x009D, "TLS_RSA_WITH_AES_256_GCM_SHA384", "AES256-GCM-SHA384"),
    CipherSuite(0x002F, "TLS_RSA_WITH_AES_128_CBC_SHA", "AES128-SHA"),
    CipherSuite(0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA", "AES256-SHA"),
    CipherSuite(0x000A, "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "DES-CBC3-SHA"),
  ]

  /// Those of TLS 1.3, which are always offered with it.
  static let latest = [
    CipherSuite(0x1301, "TLS_AES_128_GCM_SHA256"), CipherSuite(0x1302, "TLS_AES_256_GCM_SHA384"),
    CipherSuite(0x1303, "TLS_CHACHA20_POLY1305_SHA256"),
  ]
}
