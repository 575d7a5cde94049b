/// A file format that is a row of parts: a header, a packet, a block.
protocol CaptureFormat {
  /// Reads the part that begins where the bytes do, which is at `offset` of the file.
  mutating func next(
    in bytes: RawSpan, at offset: UInt64, into sink: some PacketSink
  ) throws(CaptureFault) -> CaptureStep

  /// What the file is.
  var name: CaptureFault.Format { get }
}

/// What was made of the bytes of a part.
enum CaptureStep: Hashable, Sendable {
  /// The part had this many bytes, and was read.
  case took(Int)
  /// The part has this many bytes, there or still to come, and does not matter.
  case skips(UInt64)
  /// It can be read once there are this many bytes of it, which are more than there were.
  case needs(Int)
}
