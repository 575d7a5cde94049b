import Testing
import WebSocketWire
import WireTestSupport

@Suite("what holds for any conversation and any bytes")
struct PropertyTests {
  @Test(
    "any messages, fragments, control frames and terms of compression, cut anywhere, arrive as they were sent, and both ends tell the same ending"
  )
  func conversations() throws {
    for _ in 0..<3000 {
      try withSeed { generator in
        var dialogue = try Dialogue(using: &generator)
        try dialogue.hold(using: &generator)
      }
    }
  }

  @Test("any bytes end in events, one true ending and bounded output, and never in a trap")
  func noise() throws {
    for _ in 0..<150 {
      try withSeed { generator in
        try WireInvariants.connection(generator.bytes(.random(in: 0...200, using: &generator)))
      }
    }
  }

  @Test("so does anything that an honest end sends, damaged on its way", arguments: WebSocketRole.allCases)
  func damage(role: WebSocketRole) throws {
    for _ in 0..<100 {
      try withSeed { generator in
        let choice = UInt8.random(in: .min ... .max, using: &generator)
        let terms = WireInvariants.terms(choice)
        let speaker = Speaker(try Openings.open(role, deflate: terms, seed: generator.next()))
        for step in 0..<12 {
          try speaker.act(closing: step == 11, using: &generator)
        }
        let bytes = generator.damaged(Array(speaker.connection.output.prefix(3000)))
        try WireInvariants.connection([choice] + bytes)
      }
    }
  }
}
