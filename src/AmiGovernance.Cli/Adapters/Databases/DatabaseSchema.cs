using System.Collections.Immutable;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>What a database file holds; each kind of file has one.</summary>
/// <param name="Name">What people know it by, such as `trail state`.</param>
/// <param name="ApplicationId">
/// Stands in the file's header (SQLite, "PRAGMA application_id"), so that one kind is never taken for another.
/// </param>
/// <param name="Steps">
/// SQL scripts; a file of version N has had the first N. Steps that were released are never changed, only added to.
/// </param>
internal sealed record DatabaseSchema(string Name, int ApplicationId, ImmutableArray<string> Steps)
{
    /// <summary>How many seconds another process may take to finish its transaction.</summary>
    public int BusySeconds { get; init; } = 10;

    /// <summary>The way out when the file is damaged: what goes on without it, and what is lost then.</summary>
    public string WithoutIt { get; init; } = "name another file";

    /// <summary>What brings a file of an older amigov up to date, for those who only read it.</summary>
    public string BroughtUp { get; init; } = "a command that writes to the file brings it up to date";
}
