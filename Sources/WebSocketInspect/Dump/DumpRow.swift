/// The rows of a dump: where some bytes are, their digits, what they are, and the bytes as text.
///
/// Rows of as many bytes differ in three fields alone; all else is made once and copied.
struct DumpRow {
  private let count: Int
  /// A row up to its text, with any offset and any digits.
  private var head: [UInt8] = []
  /// Where the last eight digits of the offset are.
  private var place: Int?
  /// What is in front of them.
  private let upper: UInt64
  /// Where the digits of the bytes begin.
  private var digits = 0

  /// Rows of `count` bytes, 1 to 16, whose digits have spaces after them up to `width` columns.
  init(of count: Int, in source: DumpBytes, from start: Int, width: Int, style: TextStyle) {
    self.count = count
    let offset = source.offset(of: start)
    upper = (offset ?? 0) >> 32
    let (dim, code) = (style.code(of: .dim), style.code(of: source.meaning))
    head.append(addingCapacity: 128 + max(0, width) + source.name.utf8CodeUnitCount) {
      (out: inout OutputSpan<UInt8>) in
      out.add("  ")
      if let offset {
        out.paint(dim) {
          $0.add(offset: offset)
          place = $0.count - 8
        }
      } else {
        out.add(spaces: 8)
      }
      out.add("  ")
      out.paint(code) {
        digits = $0.count
        $0.add(spaces: count * 3 - 1)
      }
      out.add(spaces: width - (count * 3 - 1))
      out.add(source.name)
    }
  }

  /// Whether such a row can be at that offset: only its last eight digits are written again.
  func fits(_ offset: UInt64?) -> Bool { upper == (offset ?? 0) >> 32 }

  /// The most bytes that a row needs.
  var room: Int { head.count + HexDump.rowLength + 1 }

  /// Writes a row of `count` bytes up to its text.
  func addHead(_ row: ByteRow, at offset: UInt64?, to out: inout OutputSpan<UInt8>) {
    out.fill(upTo: head.count) { target in
      putHead(row, at: offset, in: target)
      return head.count
    }
  }

  /// Writes a whole row, without the spaces at its end.
  @inline(__always)
  func add(_ row: ByteRow, at offset: UInt64?, to out: inout OutputSpan<UInt8>) {
    out.fill(upTo: room) { target in
      putHead(row, at: offset, in: target)
      target.storeBytes(of: row.printable, toByteOffset: head.count, as: SIMD2<UInt64>.self)
      var end = head.count &+ count
      while end > 0, target[end &- 1] == 0x20 { end &-= 1 }
      target[end] = 0x0A
      return end &+ 1
    }
  }

  @inline(__always)
  private func putHead(_ row: ByteRow, at offset: UInt64?, in target: UnsafeMutableRawBufferPointer) {
    head.withUnsafeBytes { target.copyMemory(from: $0) }
    if let place, let offset {
      target.storeBytes(of: OutputSpan.lastDigits(of: offset), toByteOffset: place, as: UInt64.self)
    }
    withUnsafeBytes(of: row.digits) { pairs in
      for index in 0..<count {
        let pair = pairs.load(fromByteOffset: index &* 2, as: UInt16.self)
        target.storeBytes(of: pair.littleEndian, toByteOffset: digits &+ index &* 3, as: UInt16.self)
      }
    }
  }
}
