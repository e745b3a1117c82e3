using AmiGovernance.Aws;
using AmiGovernance.Cli;
using AmiGovernance.Console;
using AmiGovernance.Core.Ports;
using AmiGovernance.Sandbox.World;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace AmiGovernance.Tests.House;

/// <summary>What uses what, by the type references of the built assemblies.</summary>
public sealed class ArchitectureTests
{
    private const string Core = "AmiGovernance.Core";

    /// <summary>Lines; a longer file holds a second concept.</summary>
    private const int LongestFile = 400;

    private static readonly System.Reflection.Assembly[] Product =
    [
        typeof(AwsException).Assembly,
        typeof(AwsConnection).Assembly,
        typeof(SandboxWorld).Assembly,
        typeof(HtmlFile).Assembly,
        typeof(AmigovProgram).Assembly,
    ];

    private static readonly Lazy<Architecture> Built = new(() => new ArchLoader().LoadAssemblies(Product).Build());

    /// <summary>One type's use of another, of ours or not.</summary>
    private sealed record Use(IType From, IType To)
    {
        public string Source => From.Namespace.FullName;

        /// <summary>Empty for type parameters.</summary>
        public string Target => To.Namespace?.FullName ?? "";

        public override string ToString() => $"{From.FullName} uses {To.FullName}";
    }

    private static IEnumerable<Use> Uses =>
        Built
            .Value.Types.Where(t => IsIn(t.Namespace.FullName, "AmiGovernance"))
            // Type parameters of generated methods have one name in all types.
            .SelectMany(t =>
                t.Dependencies.Where(d => d.Target is not GenericParameter).Select(d => new Use(t, d.Target))
            )
            .Where(u => u.Source != u.Target);

    private static IEnumerable<Use> UsesOfCore => Uses.Where(u => IsIn(u.Source, Core));

    private static bool IsIn(string name, string room) =>
        name == room || name.StartsWith($"{room}.", StringComparison.Ordinal);

    private static IEnumerable<string> Sources(params string[] folder) =>
        Directory
            .GetFiles(RepositoryRoot.File(folder), "*.cs", SearchOption.AllDirectories)
            .Select(f => f.Replace('\\', '/'))
            .Where(f =>
                !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)
            );

    private static int Place(string name)
    {
        var place = Array.FindIndex(Rooms.CoreFolders, folder => IsIn(name, $"{Core}.{folder}"));
        Assert.True(place >= 0, $"{name} is not in the list of folders");
        return place;
    }

    /// <summary>Empty for type parameters.</summary>
    private static string AssemblyOf(IType type) => type.Assembly?.Name.Split(',')[0] ?? "";

    private static string? Feature(string name) => IsIn(name, $"{Core}.Features") ? name.Split('.')[3] : null;

    [Fact]
    public void Folders_of_Core_use_only_the_folders_before_them() =>
        Assert.Empty(UsesOfCore.Where(u => IsIn(u.Target, Core) && Place(u.Target) > Place(u.Source)).Take(20));

    [Fact]
    public void Features_use_only_the_features_that_the_list_names()
    {
        var listed = Rooms.Features.ToDictionary(f => f.Feature, f => f.Uses);
        var between = UsesOfCore
            .Where(u => Feature(u.Source) is not null && Feature(u.Target) is not null)
            .Where(u => Feature(u.Source) != Feature(u.Target))
            .ToList();
        Assert.Empty(between.Where(u => !listed[Feature(u.Source)!].Contains(Feature(u.Target))).Take(20));

        // A name that nothing needs any more would hide the next accident.
        var used = between.Select(u => (Feature(u.Source), Feature(u.Target))).ToHashSet();
        foreach (var (feature, uses) in Rooms.Features)
            Assert.Empty(
                uses.Where(use => !used.Contains((feature, use))).Select(use => $"{feature} does not use {use}")
            );
    }

    [Fact]
    public void The_list_of_features_names_only_what_stands_before()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (feature, uses) in Rooms.Features)
        {
            Assert.Superset(uses.ToHashSet(StringComparer.Ordinal), known);
            known.Add(feature);
        }
    }

    public static TheoryData<string> Projects => new(Product.Select(p => p.GetName().Name!));

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_namespaces_need_each_other(string project)
    {
        var uses = Uses.Where(u => AssemblyOf(u.From) == project && AssemblyOf(u.To) == project)
            .GroupBy(u => (u.Source, u.Target))
            .ToDictionary(g => g.Key, g => g.First());
        var cycle = Cycles.First(uses.Keys);
        Assert.True(cycle is null, string.Join('\n', (cycle ?? []).Select(edge => uses[edge].ToString())));
    }

    [Fact]
    public void Core_touches_no_disk_network_console_or_environment() =>
        Assert.DoesNotContain(UsesOfCore, u => Rooms.Outside.Contains(u.To.FullName) || IsOutside(u.Target));

    private static bool IsOutside(string name) =>
        Rooms.OutsideNamespaces.Any(outside => name.StartsWith(outside, StringComparison.Ordinal));

    [Fact]
    public void The_command_line_sees_of_other_projects_only_their_doors()
    {
        var insides = Uses.Where(u => IsIn(u.Source, "AmiGovernance.Cli"))
            .Where(u => Rooms.BehindDoors.Any(project => IsIn(u.Target, project)))
            .ExceptBy(Rooms.Doors, u => u.Target);
        Assert.Empty(insides.Take(20));
    }

    [Fact]
    public void Projects_behind_doors_do_not_know_each_other() =>
        Assert.DoesNotContain(
            Uses,
            u =>
                Rooms.BehindDoors.FirstOrDefault(project => IsIn(u.Source, project)) is { } own
                && Rooms.BehindDoors.Any(project => project != own && IsIn(u.Target, project))
        );

    [Fact]
    public void No_port_has_eight_members()
    {
        var ports = typeof(AwsException)
            .Assembly.GetTypes()
            .Where(t => t.IsInterface && IsIn(t.Namespace ?? "", $"{Core}.Ports"));
        Assert.DoesNotContain(ports, port => port.GetMethods().Count(m => !m.IsStatic) >= 8);
    }

    [Fact]
    public void Core_references_no_project_and_no_package_but_readers_of_yaml_and_zstd()
    {
        var project = File.ReadAllText(RepositoryRoot.File("src", Core, $"{Core}.csproj"));
        var packages = project.Split('\n').Where(l => l.Contains("PackageReference", StringComparison.Ordinal));
        Assert.Equal(
            ["<PackageReference Include=\"YamlDotNet\" />", "<PackageReference Include=\"ZstdSharp.Port\" />"],
            packages.Select(p => p.Trim())
        );
        Assert.DoesNotContain("ProjectReference", project, StringComparison.Ordinal);
    }

    /// <summary>Every type has a namespace, and the folder that the namespace names.</summary>
    [Fact]
    public void Namespaces_follow_folders()
    {
        foreach (var file in Sources("src"))
        {
            var line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith("namespace ", StringComparison.Ordinal));
            if (line is null)
                continue;
            var folder = Path.GetRelativePath(RepositoryRoot.File("src"), Path.GetDirectoryName(file)!)
                .Replace('\\', '/');
            Assert.Equal($"namespace {folder.Replace('/', '.')};", line);
        }
    }

    [Fact]
    public void No_file_is_too_long_and_no_method_throws_NotImplementedException()
    {
        foreach (var file in Sources("src").Concat(Sources("tests")))
        {
            var text = File.ReadAllText(file);
            Assert.True(text.Count(c => c == '\n') <= LongestFile, $"{file} is longer than {LongestFile} lines");
            if (Path.GetFileName(file) != "ArchitectureTests.cs")
                Assert.DoesNotContain("NotImplementedException", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_product_class_is_named_like_a_test() =>
        Assert.Empty(
            Built
                .Value.Types.Where(t => IsIn(t.Namespace.FullName, "AmiGovernance"))
                .Where(t => t.Name.EndsWith("Tests", StringComparison.Ordinal))
                .Select(t => t.FullName)
        );

    [Fact]
    public void The_architecture_page_has_the_rooms_in_their_order()
    {
        var page = File.ReadAllText(RepositoryRoot.File("docs", "architecture.md"));
        Assert.Equal(Rooms.CoreFolders.Select(f => f.Replace('.', '/')), Table(page, "## Folders of Core"));
        Assert.Equal(Rooms.Features.Select(f => f.Feature), Table(page, "## Features"));
        foreach (var (feature, uses) in Rooms.Features)
            Assert.Contains(
                $"| `{feature}` | {(uses.Length == 0 ? "-" : string.Join(", ", uses))} |",
                page,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void Every_file_that_the_architecture_page_names_is_there()
    {
        var page = File.ReadAllText(RepositoryRoot.File("docs", "architecture.md"));
        var named = page.Split('`')
            .Where(word =>
                word.EndsWith(".cs", StringComparison.Ordinal) && word.Contains('/', StringComparison.Ordinal)
            )
            .Select(word => word.StartsWith("tests/", StringComparison.Ordinal) ? word : $"src/AmiGovernance.{word}")
            .ToList();
        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, file => !File.Exists(RepositoryRoot.File(file.Split('/'))));
    }

    /// <summary>The first cells of the table below a heading.</summary>
    private static IEnumerable<string> Table(string page, string heading) =>
        page.Split('\n')
            .SkipWhile(l => l != heading)
            .Skip(1)
            .TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal))
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(l => l.Split('`')[1]);
}
