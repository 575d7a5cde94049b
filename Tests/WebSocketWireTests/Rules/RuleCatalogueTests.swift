import Foundation
import Testing
import WebSocketWire

@Suite("the catalogue of rules")
struct RuleCatalogueTests {
  @Test("no rule without a vector, no vector with an unknown rule")
  func covered() throws {
    let frames = Set(try Vectors.frames().flatMap(\.expected).map(\.rule))
    let handshakes = Set(try Vectors.handshakes().flatMap(\.expected).map(\.rule))
    #expect(frames == Set(Rule.allCases.filter { !$0.isHandshake }.map(\.id)))
    #expect(handshakes == Set(Rule.allCases.filter(\.isHandshake).map(\.id)))
  }

  @Test("every rule has its clause and a sentence", arguments: Rule.allCases)
  func row(_ rule: Rule) {
    #expect(rule.clause.description.hasPrefix("RFC "))
    #expect(rule.requirement.hasSuffix("."))
    #expect(rule.id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
  }

  @Test("the docstring of every rule is its requirement, with its clause")
  func documentation() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/WebSocketWire/Rules/Rule.swift")
    let source = try String(contentsOf: file, encoding: .utf8)
    for rule in Rule.allCases {
      let line = "  /// \(rule.requirement.dropLast()) (\(rule.clause)).\n  case \(rule) = \"\(rule.id)\"\n"
      #expect(source.contains(line), "\(line)")
    }
  }

  @Test("7.4.1: the code that a rule deserves may be in a Close frame", arguments: Rule.allCases)
  func closeCode(_ rule: Rule) {
    #expect(rule.closeCode?.isSendable ?? rule.isHandshake)
  }

  @Test("7.4.1: 1007 for what is not UTF-8 or does not inflate, 1009 for what is too big, else 1002")
  func codes() {
    for rule in Rule.allCases where !rule.isHandshake {
      switch rule {
      case .textNotUTF8, .closeReasonNotUTF8, .deflateCorrupt:
        #expect(rule.closeCode == .invalidFramePayloadData)
      case .frameTooBig, .messageTooBig: #expect(rule.closeCode == .messageTooBig)
      default: #expect(rule.closeCode == .protocolError)
      }
    }
  }
}
