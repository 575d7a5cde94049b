import WebSocketCapture
import WebSocketInspect

/// Compares two recordings, and shows what differs.
struct DiffRun {
  let first: ChosenRecording
  let second: ChosenRecording
  let byFrame: Bool
  let comparison: JSONComparison
  let style: TextStyle
  let console: Console

  /// Fails as `read` does where one of them cannot be read, and with status 1 where they differ.
  func run() throws(Failure) {
    let output = ConsoleOutput(console)
    let view = DiffView(
      output, comparison, names: .files, byFrame: byFrame, style: style,
      width: console.outputColumns)
    let feeds = [RecordingFeed(first, byFrame: byFrame), RecordingFeed(second, byFrame: byFrame)]
    defer { for feed in feeds { feed.cancel() } }
    var diff = RecordingDiff(comparison)
    var open = Set(RecordingDiff.Side.allCases)
    do throws(Failure) {
      while !open.isEmpty {
        for side in RecordingDiff.Side.allCases where open.contains(side) && diff.hasRoom(side) {
          if let items = try feeds[side.rawValue].next() {
            for item in items { diff.add(item, to: side) }
          } else {
            diff.end(side)
            open.remove(side)
          }
        }
        view.show(diff.rows())
        if let failure = output.failure { throw failure }
      }
    } catch {
      // What was compared before is shown.
      try output.finish()
      throw error
    }
    view.end()
    try output.finish()
    if view.counts.differences > 0 { throw .difference }
  }
}
