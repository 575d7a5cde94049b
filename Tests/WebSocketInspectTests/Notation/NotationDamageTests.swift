import Testing
import WebSocketInspect

/// What is left of an example that has lost something is read as the same bytes, or refused, where the notation can show it.
@Suite struct NotationDamageTests {
  static let dumps = NotationTable.all[0].rows.filter { blind[$0.name] == nil }

  /// Dumps in which a byte that is missing cannot show, and why.
  static let blind = [
    "a dump that starts past 0": "one row has no next offset, and here no column of text",
    "offsets of fewer digits, hex or decimal": "the same holds for its last row",
    "a dump with equal rows left out": "any offset at the end is a number of equal rows",
    "tshark -z follow,tcp,raw": "packed digits have nothing that shows a loss but the frames in them",
  ]

  private func read(_ text: [UInt8]) -> [UInt8]? { try? ByteNotation.auto.readFrames(text) }

  private func isHex(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x61...0x66 ~= byte | 0x20
  }

  @Test(arguments: dumps.indices)
  func aDumpThatLostADigitIsReadWholeOrRefused(_ index: Int) {
    let row = Self.dumps[index]
    let text = Array(row.example.utf8)
    for place in text.indices where isHex(text[place]) {
      var damaged = text
      damaged.remove(at: place)
      let values = read(damaged)
      #expect(values == nil || values == row.bytes, "\(row.name) without character \(place)")
    }
  }

  @Test(arguments: dumps.indices)
  func aDumpThatLostAByteIsReadWholeOrRefused(_ index: Int) {
    let row = Self.dumps[index]
    let text = Array(row.example.utf8)
    for place in pairs(of: text) {
      for length in [2, 3] where place + length <= text.count {
        var damaged = text
        damaged.removeSubrange(place..<place + length)
        let values = read(damaged)
        #expect(values == nil || values == row.bytes, "\(row.name) without the byte at \(place)")
      }
    }
  }

  /// An offset whose digits changed places no longer follows from the rows above, unless it is the only one.
  @Test(arguments: dumps.indices)
  func aDumpWithAnotherOffsetIsRefused(_ index: Int) {
    let row = Self.dumps[index]
    var text = Array(row.example.utf8)
    var start = 0
    for (number, line) in row.example.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let digits = line.utf8.drop { !isHex($0) }.prefix { isHex($0) }
      let place = start + line.utf8.distance(from: line.utf8.startIndex, to: digits.startIndex)
      start += line.utf8.count + 1
      guard number > 0, digits.count >= 4, digits.first == 0x30 else { continue }
      let last = place + digits.count - 1
      guard text[last] != text[last - 1] else { continue }
      text.swapAt(last, last - 1)
      let values = read(text)
      #expect(values == nil || values == row.bytes, "\(row.name), line \(number + 1)")
      text.swapAt(last, last - 1)
    }
  }

  /// Without offsets and a column of text, only the length of the frame can show that a byte is missing: what is read is no
  /// whole frame, and `decode` says that it is cut. A digit of a list that is missing changes a byte, and shows nowhere.
  @Test(arguments: NotationTable.all[3].rows.indices)
  func digitsThatLostAByteAreNoWholeFrame(_ index: Int) {
    let row = NotationTable.all[3].rows[index]
    let text = Array(row.example.utf8)
    for place in pairs(of: text) {
      var damaged = text
      damaged.removeSubrange(place..<place + 2)
      guard let values = read(damaged), values != row.bytes else { continue }
      #expect(values.count < 2 || values.count != 2 + Int(values[1] & 0x7F), "\(row.name): \(values)")
    }
  }

  /// The places of groups of two digits.
  private func pairs(of text: [UInt8]) -> [Int] {
    text.indices.filter { place in
      place + 1 < text.count && isHex(text[place]) && isHex(text[place + 1])
        && (place == 0 || !isHex(text[place - 1])) && (place + 2 == text.count || !isHex(text[place + 2]))
    }
  }
}
