import NIOSSL
import Testing
import WebSocketWire

@testable import WebSocketTransport

@Suite("The settings of TLS, value by value")
struct TLSSettingsTests {
  @Test("the words for versions name those between the bounds")
  func versions() {
    typealias Version = TLSSettings.Version
    #expect(Version.words(from: .v12, to: .v13) == "TLS 1.2 or 1.3")
    #expect(Version.words(from: .v10, to: .v13) == "TLS 1.0, 1.1, 1.2 or 1.3")
    #expect(Version.words(from: .v13, to: .v13) == "TLS 1.3")
    let alert = TLSAlert(number: 70)
    #expect(alert.sentence == "it does not speak TLS 1.2 or 1.3 (alert 70, protocol_version)")
    #expect(alert.sentence(versions: "TLS 1.3") == "it does not speak TLS 1.3 (alert 70, protocol_version)")
  }

  /// Lists, and the short names of the suites that they mean.
  static let lists: [(String, [String])] = [
    ("ECDHE-RSA-AES128-GCM-SHA256", ["ECDHE-RSA-AES128-GCM-SHA256"]),
    ("TLS_RSA_WITH_AES_128_CBC_SHA,AES256-SHA", ["AES128-SHA", "AES256-SHA"]),
    ("ECDHE+CHACHA20", ["ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305"]),
    ("ECDHE+aRSA+AESGCM:!AES128", ["ECDHE-RSA-AES256-GCM-SHA384"]),
    ("AES128-SHA:AES256-SHA:+AES128-SHA", ["AES256-SHA", "AES128-SHA"]),
    ("kRSA:-AESGCM:@STRENGTH", ["AES128-SHA", "AES256-SHA"]),
    ("!AES256:AES256-SHA AES128-SHA", ["AES128-SHA"]),
    ("DHE-RSA-AES128-GCM-SHA256:3DES:!aNULL:!eNULL:!MD5", ["DES-CBC3-SHA"]),
  ]

  @Test("a list of ciphers means what it means to OpenSSL", arguments: lists)
  func ciphers(list: String, names: [String]) throws {
    #expect(try CipherList(list).suites.map(\.shortName) == names)
  }

  @Test(
    "a list that cannot be meant is refused",
    arguments: [
      ("", "leave none to offer"), ("ALL:!ALL", "leave none to offer"), ("DHE-RSA-AES128-SHA", "leave none"),
      ("ECDHE-RSA-AES129-GCM-SHA256", "is not a cipher that is known here"), ("ECDHE+", "is not a cipher"),
      ("ALL:\u{e9}", "is not a cipher"), ("TLS_AES_128_GCM_SHA256", "is a cipher of TLS 1.3"),
      ("ALL:!\u{7}", "is not a cipher"),
    ])
  func wrongCiphers(list: String, words: String) {
    let error = #expect(throws: UsageError.self) { try CipherList(list) }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }

  @Test("BoringSSL knows each suite by the name that we give it")
  func suites() throws {
    for suite in CipherSuite.chosen {
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.trustRoots = .certificates([])
      configuration.cipherSuiteValues = [NIOTLSCipher(rawValue: suite.number)]
      #expect(configuration.cipherSuites == suite.name)
      #expect(configuration.cipherSuiteValues.map(\.rawValue) == [suite.number], "\(suite)")
    }
    #expect(CipherSuite.name(of: 0x1303) == "TLS_CHACHA20_POLY1305_SHA256")
    #expect(CipherSuite.name(of: 0xFEFE) == "0xFEFE")
  }

  @Test("a pin is the base64 of 32 bytes after its mark, and several have semicolons between them")
  func pins() throws {
    let text = "sha256//" + Base64.encode([UInt8](repeating: 1, count: 32))
    #expect(try PublicKeyPin.list("\(text);\(text)").map(\.description) == [text, text])
    for wrong in ["", "sha256//", "sha1//AAAA", text + ";", String(text.dropLast(4)), "sha256/" + text] {
      #expect(throws: UsageError.self) { try PublicKeyPin.list(wrong) }
    }
  }

  @Test("what is meant for one server is not taken to another")
  func elsewhere() throws {
    var settings = TLSSettings(trust: .file("a"), identity: TLSIdentity(certificateChain: "c"))
    settings.minimumVersion = .v13
    let kept = settings
    settings.serverName = "a.test"
    settings.verifiedName = "b.test"
    settings.pins = [PublicKeyPin(hash: [1])]
    var wanted = kept
    wanted.identity = nil
    #expect(settings.forAnotherServer == wanted)
  }
}
