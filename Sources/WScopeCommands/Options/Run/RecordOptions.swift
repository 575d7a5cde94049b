import ArgumentParser

/// Whether the run is recorded, and where.
struct RecordOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Record all that happens in this new file (\(RecordingPlan.suffixes)).", valueName: "file",
      visibility: .hidden),
    completion: .file())
  var record: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What the recording is written as, whatever its name.", valueName: "format", visibility: .hidden),
    completion: .list(RecordingPlan.Format.allCases.map(\.rawValue)), transform: Self.format)
  var recordFormat: RecordingPlan.Format?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Begin another file (name.2.jsonl) once one has this size.", valueName: "size", visibility: .hidden),
    transform: ByteCount.init(argument:))
  var recordRotate: ByteCount?

  /// nil where nothing is recorded.
  func plan(showsSecrets: Bool) throws(Failure) -> RecordingPlan? {
    guard let record else {
      guard recordFormat == nil, recordRotate == nil else {
        throw Failure(
          .usage,
          "\(recordFormat == nil ? "--record-rotate" : "--record-format") goes with --record FILE, which says where"
        )
      }
      return nil
    }
    return try RecordingPlan(
      record, format: recordFormat, rotation: recordRotate.map { UInt64(max(1, $0.value)) },
      showsSecrets: showsSecrets)
  }

  private static func format(_ text: String) throws(ValueError) -> RecordingPlan.Format {
    guard let format = RecordingPlan.Format(rawValue: text) else {
      throw ValueError(expected: RecordingPlan.Format.allCases.map(\.rawValue).joined(separator: " or "))
    }
    return format
  }
}
