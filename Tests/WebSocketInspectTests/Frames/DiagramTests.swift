import Testing
import WebSocketInspect
import WebSocketWire
import WireTestSupport

@Suite struct DiagramTests {
  private func diagram(_ wire: [UInt8], keep: Int = .max) -> [String] {
    let text = records(wire, keep: keep).prefix(1).map {
      FrameRenderer(view: .diagram, hex: false, style: .plain).render($0)
    }.joined()
    return text.split(separator: "\n").map(String.init)
  }

  @Test func masked() {
    #expect(
      diagram(bytes("8185 37fa213d 5f9f4d5158")).joined(separator: "\n") == """
        · TEXT · frame 1 · 11 bytes at 0
           0                   1                   2                   3
           0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
          +-+-+-+-+-------+-+-------------+-------------------------------+
          |1|0|0|0|0 0 0 1|1|0 0 0 0 1 0 1|  37            fa             |
          |F|R S V| TEXT  |M|  length 5   |  masking key, bytes 0 and 1   |
          +-+-----+-------+-+-------------+-------------------------------+
          |  21            3d             |  5f            9f             |
          |  masking key, bytes 2 and 3   |  payload "he", masked         |
          +-------------------------------+-------------------------------+
          |  4d            51             |  58           |
          |  payload "ll", masked         |  "o", masked  |
          +-------------------------------+---------------+
        """)
  }

  @Test func of16BitsWithACloseCode() {
    #expect(
      diagram(bytes("887e0003 03e9ff")).joined(separator: "\n").contains(
        """
          +-+-+-+-+-------+-+-------------+-------------------------------+
          |1|0|0|0|1 0 0 0|0|1 1 1 1 1 1 0|  00            03             |
          |F|R S V| CLOSE |M|  length 126 |  extended length 3            |
          +-+-----+-------+-+-------------+-------------------------------+
          |  03            e9             |  ff           |
          |  close code 1001              |  payload ff   |
          +-------------------------------+---------------+
        """))
  }

  @Test func of64BitsWithMoreThanIsDrawn() {
    let wire = bytes("027f 00000000000186a0") + [UInt8](repeating: 0x61, count: 100_000)
    #expect(
      diagram(wire, keep: 20).dropFirst(3).joined(separator: "\n") == """
          +-+-+-+-+-------+-+-------------+-------------------------------+
          |0|0|0|0|0 0 1 0|0|1 1 1 1 1 1 1|  00            00             |
          |F|R S V| BINARY|M|  length 127 |  extended length, bytes 0, 1  |
          +-+-----+-------+-+-------------+-------------------------------+
          |  00            00             |  00            01             |
          |  extended length, bytes 2, 3  |  extended length, bytes 4, 5  |
          +-------------------------------+-------------------------------+
          |  86            a0             |  61            61             |
          |  extended length, bytes 6, 7  |  payload "aa"                 |
          +-------------------------------+-------------------------------+
          |  61            61             |  61            61             |
          |  payload "aa"                 |  payload "aa"                 |
          +-------------------------------+-------------------------------+
          |  61            61             |  61            61             |
          |  payload "aa"                 |  payload "aa"                 |
          +-------------------------------+-------------------------------+
          |  61            61             |  61            61             |
          |  payload "aa"                 |  payload "aa"                 |
          +-------------------------------+-------------------------------+
          |  61            61             |  61            61             |
          |  payload "aa"                 |  payload "aa"                 |
          +-------------------------------+-------------------------------+
          |  ... and 99982 more payload bytes                             |
          +---------------------------------------------------------------+
          ... 99980 more payload bytes are not shown
        """)
  }

  /// In every shape of header each bar is on a plus sign or a bar, and each row is as wide as the line above it allows.
  @Test func columnsLineUpInEveryShape() {
    for form in LengthForm.allCases {
      for isMasked in [false, true] {
        for opcode in 0..<UInt8(16) {
          for count in [0, 1, 2, 3, 4, 5, 15, 16, 17, 18, 19, 40] {
            var generator = SeededGenerator(seed: UInt64(count))
            let spec = FrameSpec(
              reserved: .rsv2, opcode: Opcode(rawValue: opcode), mask: isMasked ? .random : .none,
              lengthForm: form,
              payload: (0..<count).map { UInt8(truncatingIfNeeded: $0 * 9) })
            let wire = spec.encode(using: &generator)
            for keep in [.max, 3] {
              check(
                diagram(wire, keep: keep).filter { $0.hasPrefix("  +") || $0.hasPrefix("  |") }, "\(spec)")
            }
          }
        }
      }
    }
  }

  private func check(_ box: [String], _ spec: String) {
    #expect(box.first?.hasPrefix("  +-+-+-+-+-------+-+-------------+") == true, "\(spec)")
    #expect(box.last?.hasPrefix("  +") == true, "\(spec)")
    for (index, line) in box.enumerated() where line.hasPrefix("  |") {
      let row = Array(line)
      let above = Array(box[index - 1])
      let below = Array(box[index + 1])
      #expect([19, 35, 51, 67].contains(row.count) && row.last == "|", "\(spec): \(line)")
      #expect(above.count >= row.count, "\(spec): \(line)")
      let bars = row.indices.filter { row[$0] == "|" && $0 < above.count && $0 < below.count }
      let unmet = bars.filter { above[$0] == "-" && $0 != row.count - 1 && $0 != Self.middle }
      #expect(unmet == [], "\(spec): \(line)")
      guard below[2] == "+" else { continue }
      #expect(bars.allSatisfy { below[$0] == "+" }, "\(spec): \(line)")
      #expect(below.count == row.count || index == box.count - 4, "\(spec): \(line)")
    }
  }

  /// Where the two halves of a row meet, which the row of the rest does not show.
  private static let middle = 2 + 32
}
