namespace AmiGovernance.Cli.Adapters.Files;

/// <summary>What is in a folder of the repository cannot be told: then nobody may go on as if it were empty.</summary>
/// <param name="folder">As the user knows it.</param>
internal sealed class UnreadableFolderException(string folder, Exception inner) : IOException(inner.Message, inner)
{
    public string Folder { get; } = folder;
}
