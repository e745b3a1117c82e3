namespace AmiGovernance.Core.Base.Text;

/// <summary>How a file gets right again in which something is wrong, and where its form is described.</summary>
public sealed record SourceUpkeep
{
    /// <summary>The command that applies safe fixes; null where there is none.</summary>
    public string? FixedBy { get; init; }

    /// <summary>The command that prints the file's schema; null where it has none.</summary>
    public string? DescribedBy { get; init; }

    /// <summary>Advice for a file that a command wrote: which one writes it again. Null for one that people write.</summary>
    public string? WrittenAgain { get; init; }
}
