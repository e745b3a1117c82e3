using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.Files;
using AmiGovernance.Core.Features.Preflight.HclSyntax;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>A block with the file that it stands in.</summary>
internal sealed record TerraformBlock(SourceText Source, HclBlock Block)
{
    /// <summary>Such as `aws_instance.web` or `data.aws_ami.base`.</summary>
    public string Address =>
        Block.Type switch
        {
            "resource" => $"{Block.Label(0)}.{Block.Label(1)}",
            _ => string.Join('.', Block.Labels.Prepend(Block.Type)),
        };

    public SourceLocation At(TextSpan span) => new(Source, span, Address);
}

/// <summary>An expression with the file that it stands in.</summary>
internal sealed record TerraformValue(SourceText Source, HclExpression Expression);

/// <summary>The files of one folder: a module (Terraform language, "Modules").</summary>
internal sealed class TerraformFolder
{
    private readonly List<TerraformBlock> all = [];
    private readonly Dictionary<string, TerraformBlock> blocks = new(StringComparer.Ordinal);
    private readonly HashSet<string> twice = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TerraformValue> given = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TerraformValue> locals = new(StringComparer.Ordinal);

    /// <param name="path">Of the folder; empty for the working folder.</param>
    /// <param name="files">Configurations, and the files of variables that Terraform loads by itself, in its order.</param>
    public TerraformFolder(string path, IReadOnlyList<HclFile> files)
    {
        Path = path;
        Files = [.. files.Where(f => !VariableFiles.Is(f.Source.Path))];
        foreach (var file in Files)
        foreach (var block in file.Body.Blocks)
            Add(file.Source, block);
        foreach (var file in VariableFiles.Loaded(files))
        foreach (var attribute in file.Body.Attributes)
            given[attribute.Name] = new TerraformValue(file.Source, attribute.Value);
    }

    public string Path { get; }

    /// <summary>The folder of a file, as relative sources of modules name it; empty for the working folder.</summary>
    public static string Of(string file)
    {
        var slash = file.LastIndexOf('/');
        if (slash <= 0 || file[..slash] == PlainPath.Here)
            return file.StartsWith('/') ? "/" : "";
        return file.StartsWith("./", StringComparison.Ordinal) ? file[2..slash] : file[..slash];
    }

    public ImmutableArray<HclFile> Files { get; }

    /// <summary>The variables that Terraform reads from files by itself.</summary>
    public IReadOnlyDictionary<string, TerraformValue> Given => given;

    public IEnumerable<TerraformBlock> Resources => all.Where(b => b.Block.Type == "resource");

    public IEnumerable<TerraformBlock> Data => all.Where(b => b.Block.Type == "data");

    public IEnumerable<TerraformBlock> Modules => blocks.Values.Where(b => b.Block.Type == "module");

    public List<TerraformBlock> Providers { get; } = [];

    /// <param name="address">Such as `variable.image`.</param>
    /// <returns>Null where there is none, and where an override file has another (Terraform language, "Override files").</returns>
    public TerraformBlock? Find(string address) => twice.Contains(address) ? null : blocks.GetValueOrDefault(address);

    public TerraformValue? Local(string name) =>
        twice.Contains($"local.{name}") ? null : locals.GetValueOrDefault(name);

    private void Add(SourceText source, HclBlock block)
    {
        var named = new TerraformBlock(source, block);
        switch (block.Type)
        {
            case "locals":
                foreach (var attribute in block.Body.Attributes)
                    if (!locals.TryAdd(attribute.Name, new TerraformValue(source, attribute.Value)))
                        twice.Add($"local.{attribute.Name}");
                break;
            // Packer's form for one local.
            case "local" when block.Body["expression"] is { } value:
                locals.TryAdd(block.Label(0), new TerraformValue(source, value));
                break;
            case "provider":
                Providers.Add(named);
                break;
            default:
                all.Add(named);
                if (!blocks.TryAdd(named.Address, named))
                    twice.Add(named.Address);
                break;
        }
    }
}
