using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Preflight.Files;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.HclSyntax;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>A folder as one call uses it: with the arguments and providers that it was given.</summary>
internal sealed class TerraformModule
{
    private const string DefaultProvider = "aws";

    private readonly Dictionary<string, Resolved> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TerraformModule?> called = new(StringComparer.Ordinal);
    private readonly HashSet<string> underWay = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, Resolved>? arguments;
    private readonly TerraformModule? parent;

    /// <param name="arguments">Null for a root, whose variables are those of files and defaults.</param>
    public TerraformModule(
        TerraformFolder folder,
        TerraformFolders folders,
        TerraformModule? parent,
        string address,
        IReadOnlyDictionary<string, Resolved>? arguments,
        IReadOnlyDictionary<string, ProviderFacts>? providers
    )
    {
        Folder = folder;
        Address = address;
        Folders = folders;
        this.arguments = arguments;
        this.parent = parent;
        Values = new TerraformValues(this);
        Providers = ReadProviders(providers);
    }

    public TerraformFolder Folder { get; }

    public TerraformFolders Folders { get; }

    /// <summary>Such as `module.web.`; empty for a root.</summary>
    public string Address { get; }

    public TerraformValues Values { get; }

    public IReadOnlyDictionary<string, ProviderFacts> Providers { get; }

    /// <summary>Those that are folders which were read.</summary>
    public IEnumerable<TerraformModule> Called => Folder.Modules.Select(Call).OfType<TerraformModule>();

    /// <summary>Computed once; what rests on itself is open.</summary>
    public Resolved Once(string name, SourceLocation place, Func<Resolved> compute)
    {
        if (known.TryGetValue(name, out var value))
            return value;
        if (!underWay.Add(name))
            return new ResolvedOpen(place, $"`{name}` rests on itself");
        value = compute();
        underWay.Remove(name);
        return known[name] = value;
    }

    public Resolved Variable(string name, SourceLocation place) =>
        Once($"var.{name}", place, () => ComputeVariable(name, place));

    private Resolved ComputeVariable(string name, SourceLocation place)
    {
        if (arguments is not null && arguments.TryGetValue(name, out var given))
            return given;
        if (arguments is null && Folder.Given.TryGetValue(name, out var read))
            return Values.Evaluate(read);
        if (Folder.Find($"variable.{name}") is { } block && block.Block.Body["default"] is { } value)
        {
            var resolved = Values.Evaluate(new TerraformValue(block.Source, value));
            // Nothing overrides the default where the module was called without the argument.
            return arguments is null ? new ResolvedDefault(resolved, $"var.{name}") : resolved;
        }
        return new ResolvedOpen(place, $"the value of `var.{name}`");
    }

    /// <summary>Null for a module that is not at hand, such as one of a registry.</summary>
    public TerraformModule? Call(TerraformBlock block)
    {
        if (called.TryGetValue(block.Address, out var known))
            return known;
        called[block.Address] = null;
        return called[block.Address] = Compute(block);
    }

    private TerraformModule? Compute(TerraformBlock block)
    {
        if (Target(Folder.Path, block.Block) is not { } path || IsAround(path) || Folders.Enter(path) is not { } folder)
            return null;
        var given = block
            .Block.Body.Attributes.Where(a => !IsMeta(a.Name))
            .DistinctBy(a => a.Name)
            .ToDictionary(a => a.Name, a => Values.Evaluate(block, a.Value), StringComparer.Ordinal);
        var address = $"{Address}module.{block.Block.Label(0)}.";
        return new TerraformModule(folder, Folders, this, address, given, ProvidersOf(block.Block));
    }

    /// <summary>A folder that leads to itself is no configuration that Terraform takes.</summary>
    private bool IsAround(string path) => Folder.Path == path || parent?.IsAround(path) == true;

    private static bool IsMeta(string name) =>
        name is "source" or "version" or "providers" or "count" or "for_each" or "depends_on";

    /// <summary>The folder that a call names by a relative path; null for all other sources.</summary>
    public static string? Target(string folder, HclBlock block)
    {
        if ((block.Body["source"] as HclTemplate)?.Constant is not { } source)
            return null;
        var isLocal =
            source is "." or ".."
            || source.StartsWith("./", StringComparison.Ordinal)
            || source.StartsWith("../", StringComparison.Ordinal);
        return isLocal ? PlainPath.Joined(folder, source) : null;
    }

    private Dictionary<string, ProviderFacts> ProvidersOf(HclBlock block)
    {
        if (block.Body["providers"] is not HclObject map)
            return new(Providers, StringComparer.Ordinal);
        var given = new Dictionary<string, ProviderFacts>(StringComparer.Ordinal);
        foreach (var item in map.Items)
            given[NameOf(item.Key)] = Providers.GetValueOrDefault(NameOf(item.Value), ProviderFacts.Unknown);
        return given;
    }

    /// <summary>`aws` or `aws.west`.</summary>
    private static string NameOf(HclExpression reference) =>
        reference switch
        {
            HclName name => name.Name,
            HclAttributeOf { Of: HclName name } attribute => $"{name.Name}.{attribute.Name}",
            HclTemplate { Constant: { } text } => text,
            _ => "",
        };

    private Dictionary<string, ProviderFacts> ReadProviders(IReadOnlyDictionary<string, ProviderFacts>? given)
    {
        var read = given is null ? [] : new Dictionary<string, ProviderFacts>(given, StringComparer.Ordinal);
        foreach (var block in Folder.Providers.Where(b => b.Block.Label(0) == DefaultProvider))
        {
            var alias = (block.Block.Body["alias"] as HclTemplate)?.Constant;
            read[alias is null ? DefaultProvider : $"{DefaultProvider}.{alias}"] = Facts(block);
        }
        return read;
    }

    private ProviderFacts Facts(TerraformBlock block)
    {
        var role = block.Block.Body.Of("assume_role").FirstOrDefault()?.Body["role_arn"];
        var accounts = block.Block.Body["allowed_account_ids"];
        return new ProviderFacts(
            RegionOf(block),
            AccountOf(TextOf(block, role))
                ?? (TextOf(block, accounts) is { } id && AccountId.TryParse(id, out var own) ? own : null)
        );
    }

    private static AccountId? AccountOf(string? role) =>
        role is not null && Arn.TryParse(role, out var arn) && AccountId.TryParse(arn.Account, out var account)
            ? account
            : null;

    /// <summary>A single text; a list of one counts as that. What may be overridden does not count.</summary>
    private string? TextOf(TerraformBlock block, HclExpression? expression)
    {
        var value = expression is null ? null : Values.Evaluate(block, expression);
        while (Only(value) is { } only)
            value = only;
        return (value as ResolvedText)?.Value;
    }

    private static Resolved? Only(Resolved? value) =>
        value switch
        {
            ResolvedList { Items: [var only] } => only,
            ResolvedAny { Choices: [var only] } => only,
            _ => null,
        };

    /// <summary>Where a block is deployed: by its own Region (AWS provider 6), else by its provider.</summary>
    public ProviderFacts WhereOf(TerraformBlock block)
    {
        var named = block.Block.Body["provider"] is { } reference ? NameOf(reference) : DefaultProvider;
        var facts = Providers.GetValueOrDefault(named, ProviderFacts.Unknown);
        return RegionOf(block) is { } region ? facts with { Region = region } : facts;
    }

    private RegionName? RegionOf(TerraformBlock block) => RegionTexts.Region(TextOf(block, block.Block.Body["region"]));
}
