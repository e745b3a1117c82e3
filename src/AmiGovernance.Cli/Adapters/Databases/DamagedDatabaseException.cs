namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>A database file holds what amigov never wrote: a bit has changed, or somebody else wrote it.</summary>
internal sealed class DamagedDatabaseException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>Null where whoever opened it knows it.</summary>
    public string? Path { get; init; }
}
