using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Git;

/// <summary>All that a git repository offers. Each use case is given the part that it needs.</summary>
internal interface IGit : ICommitReader, ICommitWriter, IGitRemote;
