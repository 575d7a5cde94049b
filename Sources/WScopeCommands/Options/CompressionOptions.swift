import ArgumentParser
import WebSocketWire

/// Whether messages are compressed, and how (RFC 7692).
struct CompressionOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Compression: on (default), off, or parameters.", valueName: "choice"),
    transform: DeflateChoice.init(argument:))
  var deflate = DeflateChoice.on
}

extension DeflateChoice {
  /// nil for no compression.
  func options(_ details: CompressionDetailOptions?) throws(UsageError) -> DeflateOptions? {
    guard let terms else { return nil }
    return try DeflateOptions(
      terms: terms, level: details?.deflateLevel ?? DeflateOptions.defaultLevel,
      threshold: details?.deflateThreshold.map { Int(clamping: $0.value) }
        ?? DeflateOptions.defaultThreshold)
  }
}

/// What of compression few change.
struct CompressionDetailOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("1, fast, to 9, small (default 6).", valueName: "1-9", visibility: .hidden),
    transform: Int.argument(in: 1...9))
  var deflateLevel = DeflateOptions.defaultLevel

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Compress no message of fewer bytes (default 64).", valueName: "n", visibility: .hidden),
    transform: ByteCount.init(argument:))
  var deflateThreshold: ByteCount?
}
