import Testing
import WebSocketWire

@Suite("RFC 7692 5.1, 7.1: agreeing on permessage-deflate")
struct DeflateTermsTests {
  private static func elements(_ text: String) throws -> [ExtensionElement] {
    try #require(ExtensionElement.list(text))
  }

  /// What a client offers, what a server would like, and its answer; nil for none.
  static let answers: [(String, String, String?)] = [
    ("permessage-deflate", "", "permessage-deflate"),
    ("permessage-deflate; client_max_window_bits", "", "permessage-deflate"),
    (
      "permessage-deflate; client_max_window_bits", "client_max_window_bits=10",
      "permessage-deflate; client_max_window_bits=10"
    ),
    (
      "permessage-deflate; client_max_window_bits=9", "client_max_window_bits=10",
      "permessage-deflate; client_max_window_bits=9"
    ),
    (
      "permessage-deflate; client_max_window_bits=12", "client_max_window_bits=10",
      "permessage-deflate; client_max_window_bits=10"
    ),
    (
      "permessage-deflate; client_max_window_bits=12", "", "permessage-deflate; client_max_window_bits=12"
    ),
    ("permessage-deflate", "client_max_window_bits=10", "permessage-deflate"),
    (
      "permessage-deflate; server_max_window_bits=15", "", "permessage-deflate; server_max_window_bits=15"
    ),
    (
      "permessage-deflate; server_max_window_bits=12", "server_max_window_bits=9",
      "permessage-deflate; server_max_window_bits=9"
    ),
    ("permessage-deflate", "server_max_window_bits=9", "permessage-deflate; server_max_window_bits=9"),
    (
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover", "",
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
    ),
    (
      "permessage-deflate", "server_no_context_takeover; client_no_context_takeover",
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
    ),
    (
      #"permessage-deflate; server_max_window_bits="10""#, "", "permessage-deflate; server_max_window_bits=10"
    ),
    ("x-other, permessage-deflate", "", "permessage-deflate"),
    ("permessage-deflate; unknown, permessage-deflate", "", "permessage-deflate"),
    (
      "permessage-deflate; server_max_window_bits=10, permessage-deflate", "",
      "permessage-deflate; server_max_window_bits=10"
    ),
    ("x-other", "", nil),
    ("permessage-deflate; unknown", "", nil),
    ("permessage-deflate; server_max_window_bits", "", nil),
    ("permessage-deflate; server_max_window_bits=7", "", nil),
    ("permessage-deflate; server_max_window_bits=16", "", nil),
    ("permessage-deflate; server_max_window_bits=010", "", nil),
    ("permessage-deflate; client_max_window_bits=0", "", nil),
    ("permessage-deflate; server_no_context_takeover=1", "", nil),
    ("permessage-deflate; client_no_context_takeover; client_no_context_takeover", "", nil),
    ("permessage-deflate; client_max_window_bits; client_max_window_bits=10", "", nil),
  ]

  @Test("a server answers the first offer that it can accept, or none", arguments: answers)
  func answer(_ offers: String, _ wanted: String, _ answer: String?) throws {
    let wanted = wanted.isEmpty ? .default : try DeflateOptions.terms(wanted)[0]
    let found = DeflateTerms.answer(to: try Self.elements(offers), wanted: wanted)
    #expect(found?.description == answer)
  }

  @Test(
    "every answer of ours is one that a client agrees to",
    arguments: answers.compactMap { offers, _, answer in answer.map { (offers, $0) } })
  func agreeable(_ offers: String, _ answer: String) throws {
    let offered = try Self.elements(offers).compactMap { try? DeflateTerms($0, in: .offer) }
    #expect(throws: Never.self) { try DeflateTerms.agree(Self.elements(answer)[0], to: offered) }
  }

  /// What was offered, what was answered, and the words and the clause of the refusal.
  static let refusals: [(String, String, String, String)] = [
    ("", "x-other", "is not permessage-deflate", "RFC 7692 7"),
    ("", "permessage-deflate; x", "x is not a parameter", "RFC 7692 7.1"),
    ("", "permessage-deflate; server_max_window_bits=9; server_max_window_bits=9", "twice", "RFC 7692 7.1"),
    ("", "permessage-deflate; server_no_context_takeover=1", "takes none", "RFC 7692 7.1.1.1"),
    ("", "permessage-deflate; client_no_context_takeover=1", "takes none", "RFC 7692 7.1.1.2"),
    ("", "permessage-deflate; server_max_window_bits", "no value", "RFC 7692 7.1.2.1"),
    ("", "permessage-deflate; server_max_window_bits=16", "expected 8 to 15", "RFC 7692 7.1.2.1"),
    ("client_max_window_bits", "permessage-deflate; client_max_window_bits", "no value", "RFC 7692 7.1.2.2"),
    ("", "permessage-deflate; client_max_window_bits=10", "was not offered", "RFC 7692 7.1.2.2"),
    (
      "client_max_window_bits=10", "permessage-deflate; client_max_window_bits=11", "10 was offered",
      "RFC 7692 7.1.2.2"
    ),
    ("server_no_context_takeover", "permessage-deflate", "is missing", "RFC 7692 7.1.1.1"),
    ("server_max_window_bits=10", "permessage-deflate", "is missing", "RFC 7692 7.1.2.1"),
    (
      "server_max_window_bits=10", "permessage-deflate; server_max_window_bits=11", "10 was asked for",
      "RFC 7692 7.1.2.1"
    ),
  ]

  @Test("a client refuses an answer with the clause that it breaks", arguments: refusals)
  func refusal(_ offer: String, _ answer: String, _ words: String, _ clause: String) throws {
    let offers = offer.isEmpty ? [DeflateTerms()] : try DeflateOptions.terms(offer)
    let refusal = #expect(throws: DeflateRefusal.self) {
      try DeflateTerms.agree(Self.elements(answer)[0], to: offers)
    }
    #expect(refusal?.words.contains(words) == true)
    #expect(refusal?.clause.description == clause)
  }

  @Test("5.1: nothing can be agreed on where nothing was offered")
  func nothingOffered() throws {
    let refusal = #expect(throws: DeflateRefusal.self) {
      try DeflateTerms.agree(ExtensionElement(DeflateTerms.name), to: [])
    }
    #expect(refusal?.clause == "RFC 7692 5.1")
  }

  /// What was offered, what was answered, and for the client and the server whether the context is kept, and the window.
  static let agreements: [(String, String, NegotiatedDeflate)] = [
    ("", "", NegotiatedDeflate()),
    (
      "", "server_no_context_takeover; server_max_window_bits=9",
      NegotiatedDeflate(server: .init(keepsContext: false, windowBits: 9))
    ),
    (
      "client_max_window_bits", "client_no_context_takeover; client_max_window_bits=8",
      NegotiatedDeflate(client: .init(keepsContext: false, windowBits: 8))
    ),
    (
      "client_no_context_takeover; client_max_window_bits=11", "",
      NegotiatedDeflate(client: .init(keepsContext: false, windowBits: 11))
    ),
    (
      "server_max_window_bits=9, client_max_window_bits", "server_max_window_bits=12",
      NegotiatedDeflate(server: .init(windowBits: 12))
    ),
  ]

  @Test("what is left out has its default, and a client keeps what it hinted at", arguments: agreements)
  func agreement(_ offers: String, _ answer: String, _ parameters: NegotiatedDeflate) throws {
    let offered = offers.isEmpty ? [DeflateTerms()] : try DeflateOptions.terms(offers)
    let element = try Self.elements(answer.isEmpty ? "permessage-deflate" : "permessage-deflate; \(answer)")[
      0]
    #expect(try DeflateTerms.agree(element, to: offered) == parameters)
    #expect(parameters[.client] == parameters.client && parameters[.server] == parameters.server)
  }

  @Test("what a user writes is read as offers, and what makes no sense is refused in a sentence")
  func options() throws {
    let offers = try DeflateOptions.terms(
      "server_max_window_bits=10, permessage-deflate; client_max_window_bits")
    #expect(
      offers.map(\.description) == [
        "permessage-deflate; server_max_window_bits=10", "permessage-deflate; client_max_window_bits",
      ])
    for text in ["x", "server_max_window_bits=99", "a b", "", "; ;", "server_max_window_bits=9,"] {
      #expect(throws: UsageError.self) { try DeflateOptions.terms(text) }
    }
    #expect(throws: UsageError.self) { try DeflateOptions(terms: []) }
    #expect(throws: UsageError.self) { try DeflateOptions(terms: [.default], level: 10) }
  }
}
