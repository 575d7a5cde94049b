import Testing
import WebSocketWire
import WireTestSupport

@testable import WebSocketCapture

@Suite("A comparison of two recordings")
struct RecordingDiffTests {
  @Test("equal ones are equal as they come, in constant memory")
  func equal() {
    var diff = RecordingDiff(JSONComparison())
    for number in 1...3000 {
      for side in RecordingDiff.Side.allCases {
        diff.add(item(.server, number, "message \(number)"), to: side)
      }
      #expect(diff.rows().count == 1)
      #expect(diff.hasRoom(.first) && diff.hasRoom(.second))
    }
    for side in RecordingDiff.Side.allCases { diff.end(side) }
    #expect(diff.rows() == [])
  }

  @Test("a message more does not make those after it differ")
  func inserted() {
    #expect(
      marks(["→a", "←b", "→c", "←d"], ["→a", "←b", "→x", "←y", "→c", "←d"]) == [
        "= →a", "= ←b", "+ →x", "+ ←y", "= →c", "= ←d",
      ])
    #expect(marks(["→a", "→b", "→c"], ["→b", "→c"]) == ["- →a", "= →b", "= →c"])
    #expect(marks(["→a"], []) == ["- →a"])
    #expect(marks([], ["←a"]) == ["+ ←a"])
    #expect(marks([], []) == [])
  }

  @Test("what is in the place of another is changed, if it is of the same kind and sender")
  func changed() {
    #expect(marks(["→a", "→b", "→c"], ["→a", "→x", "→c"]) == ["= →a", "~ →b →x", "= →c"])
    #expect(marks(["→a", "→b"], ["←a", "←b"]) == ["- →a", "- →b", "+ ←a", "+ ←b"])
    let text = ComparedItem(from: .client, number: 1, .text, content: [0x61])
    let binary = ComparedItem(from: .client, number: 1, .binary, content: [0x61])
    #expect(rows([text], [binary]) == [.only(.first, text), .only(.second, binary)])
    let cut = ComparedItem(from: .client, number: 1, .text, content: [0x61], isWhole: false)
    #expect(rows([text], [cut]) == [.only(.first, text), .only(.second, cut)])
  }

  @Test("of changed messages of JSON those belong together that have the same members")
  func shapes() {
    let first = [#"{"tick":1}"#, #"{"price":1,"at":"x"}"#, #"{"tick":2}"#].map { "←" + $0 }
    let second = [#"{"status":"up"}"#, #"{"tick":7}"#, #"{"at":"y","price":2}"#, #"{"tick":8}"#].map {
      "←" + $0
    }
    #expect(
      marks(first, second) == [
        #"+ ←{"status":"up"}"#, #"~ ←{"tick":1} ←{"tick":7}"#,
        #"~ ←{"price":1,"at":"x"} ←{"at":"y","price":2}"#, #"~ ←{"tick":2} ←{"tick":8}"#,
      ])
  }

  @Test("the order between messages of the two ends is not a difference")
  func interleaved() {
    #expect(
      marks(["→1", "→2", "→3", "←1", "←2", "←3"], ["→1", "←1", "→2", "←2", "→3", "←3"]).allSatisfy {
        $0.hasPrefix("=")
      })
    // The order of one end's own messages is.
    #expect(marks(["←1", "←2"], ["←2", "←1"]).count { $0.hasPrefix("=") } == 1)
  }

  @Test("a Close is compared, unless the other recording has messages alone")
  func close() {
    let close = ComparedItem(from: .server, number: 2, .close, content: [0x03, 0xE8])
    let message = ComparedItem(from: .server, number: 1, .text, content: [0x61])
    let alone = ComparedItem(from: .server, number: 1, .text, content: [0x61], isOfFrames: false)
    #expect(rows([message, close], [message]) == [.equal(message, message), .only(.first, close)])
    #expect(rows([message, close], [alone]) == [.equal(message, alone)])
    #expect(rows([alone], [message, close]) == [.equal(alone, message)])
  }

  @Test("recordings of any length are compared with what a window holds, and nothing of them is lost")
  func windows() throws {
    try withSeed { generator in
      let first = (0..<5000).map { _ in "←\(UInt8.random(in: 0...3, using: &generator))" }
      var second = first
      for _ in 0..<40 {
        second.remove(at: Int.random(in: 0..<second.count, using: &generator))
        second.insert("←new", at: Int.random(in: 0..<second.count, using: &generator))
      }
      let marks = marks(first, second)
      let (from, to) = (marks.filter { !$0.hasPrefix("+") }, marks.filter { !$0.hasPrefix("-") })
      #expect(from.map { $0.split(separator: " ")[1] } == first.map { Substring($0) })
      #expect(to.map { $0.split(separator: " ").last ?? "" } == second.map { Substring($0) })
      #expect(marks.count { !$0.hasPrefix("=") } <= 160)
    }
  }

  @Test("recordings without a common message are compared in bounded time", .timeLimit(.minutes(1)))
  func different() {
    let marks = marks((0..<6000).map { "←a\($0)" }, (0..<4000).map { "←b\($0)" })
    #expect(marks.count { $0.hasPrefix("~") } == 4000)
    #expect(marks.count { $0.hasPrefix("-") } == 2000)
  }

  @Test("one side that never ends does not keep the other waiting")
  func flood() {
    var diff = RecordingDiff(JSONComparison())
    diff.add(item(.server, 1, "wanted"), to: .first)
    diff.end(.first)
    var rows = 0
    for number in 1...5000 {
      diff.add(item(.server, number, "flood"), to: .second)
      rows += diff.rows().count
    }
    #expect(rows > 3000)
  }

  // MARK: Values

  private func item(_ sender: WebSocketRole, _ number: Int, _ text: String) -> ComparedItem {
    ComparedItem(from: sender, number: number, .text, content: Array(text.utf8))
  }

  private func items(_ words: [String]) -> [ComparedItem] {
    words.enumerated().map { index, word in
      item(word.first == "→" ? .client : .server, index + 1, String(word.dropFirst()))
    }
  }

  /// Gives both as a command does: as much as there is room for.
  private func rows(_ first: [ComparedItem], _ second: [ComparedItem]) -> [RecordingDiff.Row] {
    var diff = RecordingDiff(JSONComparison())
    var rest = [first[...], second[...]]
    var rows: [RecordingDiff.Row] = []
    var open = Set(RecordingDiff.Side.allCases)
    while !open.isEmpty {
      for side in open where diff.hasRoom(side) {
        if let item = rest[side.rawValue].popFirst() {
          diff.add(item, to: side)
        } else {
          diff.end(side)
          open.remove(side)
        }
      }
      rows += diff.rows()
    }
    return rows
  }

  private func marks(_ first: [String], _ second: [String]) -> [String] {
    rows(items(first), items(second)).map { row in
      switch row {
      case .equal(let one, _): "= \(word(one))"
      case .changed(let one, let other): "~ \(word(one)) \(word(other))"
      case .only(.first, let one): "- \(word(one))"
      case .only(.second, let one): "+ \(word(one))"
      }
    }
  }

  private func word(_ item: ComparedItem) -> String {
    (item.sender == .client ? "→" : "←") + String(decoding: item.content, as: UTF8.self)
  }
}
