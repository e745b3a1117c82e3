namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>All folders with configurations, by their paths.</summary>
internal sealed class TerraformFolders(IReadOnlyDictionary<string, TerraformFolder> folders)
{
    /// <summary>Calls that are followed; modules that call others many times over would never end.</summary>
    private const int MaxCalls = 2000;

    private int calls;

    /// <summary>Expressions within each other, through all modules: each takes a piece of the one stack.</summary>
    public int Depth { get; set; }

    public HashSet<string> Entered { get; } = new(StringComparer.Ordinal);

    /// <summary>The folders that no other calls, else all.</summary>
    public IEnumerable<TerraformFolder> Roots()
    {
        var targets = folders
            .Values.SelectMany(f => f.Modules.Select(m => TerraformModule.Target(f.Path, m.Block)))
            .ToHashSet(StringComparer.Ordinal);
        return folders.Values.Where(f => !targets.Contains(f.Path)).OrderBy(f => f.Path, StringComparer.Ordinal);
    }

    /// <summary>What no root led to, such as folders that call each other.</summary>
    public IEnumerable<TerraformFolder> NotEntered() =>
        folders.Values.Where(f => !Entered.Contains(f.Path)).OrderBy(f => f.Path, StringComparer.Ordinal);

    public bool IsExhausted => calls > MaxCalls;

    /// <summary>Null for a folder that was not read, and where too many calls were followed.</summary>
    public TerraformFolder? Enter(string path)
    {
        if (++calls > MaxCalls || !folders.TryGetValue(path, out var folder))
            return null;
        Entered.Add(path);
        return folder;
    }
}
