namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>What is otherwise than it was at an earlier scan; the most urgent first.</summary>
internal enum ChangeKind
{
    Found,
    Resolved,
    Setting,
    NotRead,
    ReadAgain,
    NewImage,
    GoneImage,
    ChangedImage,
}
