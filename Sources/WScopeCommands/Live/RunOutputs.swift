/// Where a run writes to.
struct RunOutputs {
  let payload: OutputWriter
  let views: OutputWriter
}
