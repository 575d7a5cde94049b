/// What reads a recording of one format: the bytes of a file in, what happened out.
package protocol RecordingReading {
  /// Whether the file ended inside what it tells, as the recording of a program that was killed can.
  var isCut: Bool { get }
  /// Takes the next bytes of the file. Fails where they are not such a recording; then nothing more can be read.
  mutating func receive(_ bytes: RawSpan) throws(CaptureFault)
  /// Takes the end of the file.
  mutating func end() throws(CaptureFault)
}

/// Reads a recording that gzip may have packed.
package struct RecordingReader: RecordingReading {
  private var reader: any RecordingReading
  private var gunzip: Gunzip?
  /// The first bytes, until it is known whether they are packed.
  private var head: [UInt8] = []
  private var isKnown = false

  package init(_ reader: any RecordingReading) { self.reader = reader }

  package var isCut: Bool { reader.isCut }

  package mutating func receive(_ bytes: RawSpan) throws(CaptureFault) {
    guard !isKnown else { return try unpack(bytes) }
    bytes.withUnsafeBytes { head.append(contentsOf: $0) }
    guard head.count >= 2 else { return }
    isKnown = true
    if Self.isPacked(head) { gunzip = Gunzip() }
    var start: [UInt8] = []
    swap(&start, &head)
    try unpack(start.span.bytes)
  }

  /// Of a file that ends early, all that came before is reported.
  package mutating func end() throws(CaptureFault) {
    var fault: CaptureFault?
    var start: [UInt8] = []
    swap(&start, &head)
    try reader.receive(start.span.bytes)
    do throws(CaptureFault) { try gunzip?.end() } catch { fault = error }
    do throws(CaptureFault) { try reader.end() } catch {
      fault = fault ?? error.located(isUnpacked: gunzip != nil)
    }
    if let fault { throw fault }
  }

  /// Whether gzip has packed a file that begins so.
  package static func isPacked(_ head: [UInt8]) -> Bool { head.starts(with: Gunzip.magic) }

  /// The first bytes of what a packed file's first bytes unpack to.
  package static func unpacked(_ head: [UInt8]) -> [UInt8] {
    var first: [UInt8] = []
    // No more than one block is unpacked, for little can become much.
    try? Gunzip().receive(head.span.bytes) { block throws(CaptureFault) in
      first = block.withUnsafeBytes { Array($0) }
      throw CaptureFault(.gzip, at: 0, found: "enough", expected: "enough")
    }
    return first
  }

  private mutating func unpack(_ bytes: RawSpan) throws(CaptureFault) {
    guard let gunzip else { return try reader.receive(bytes) }
    try gunzip.receive(bytes) { block throws(CaptureFault) in
      do throws(CaptureFault) { try reader.receive(block) } catch {
        throw error.located(isUnpacked: true)
      }
    }
  }
}
