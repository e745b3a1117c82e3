using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Tests.Cli;

/// <summary>Which repository a command works in.</summary>
public sealed class WorkingPlaceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("amigov-place-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Make(params string[] parts)
    {
        var path = Path.Combine([folder, .. parts]);
        Directory.CreateDirectory(path);
        return path;
    }

    private string Repository(params string[] parts)
    {
        var path = Make(parts);
        Directory.CreateDirectory(Path.Combine(path, "config"));
        File.WriteAllText(Path.Combine(path, "config", "ami_publishers.json"), "{}");
        return path;
    }

    [Fact]
    public void The_repository_is_found_upwards()
    {
        var root = Repository("gov");
        Assert.Equal(new WorkingPlace(root, "docs/how", null), WorkingPlace.Of(Make("gov", "docs", "how"), null));
        Assert.Equal(new WorkingPlace(root, "", null), WorkingPlace.Of(root, null));
    }

    [Fact]
    public void The_nearest_one_counts()
    {
        Repository();
        var inner = Repository("inner");
        Assert.Equal(new WorkingPlace(inner, "x", null), WorkingPlace.Of(Make("inner", "x"), null));
    }

    [Fact]
    public void What_is_above_a_git_repository_is_another_project()
    {
        Repository();
        Make("project", ".git");
        var current = Make("project", "src");
        Assert.Equal(new WorkingPlace(current, "", null), WorkingPlace.Of(current, null));
    }

    [Fact]
    public void The_environment_names_a_repository_by_its_configuration()
    {
        var root = Repository("gov");
        var current = Make("elsewhere");
        var place = WorkingPlace.Of(current, "../gov/config/ami_publishers.json");
        Assert.Equal(new WorkingPlace(root, "../elsewhere", null) { IsNamed = true }, place);
    }

    /// <summary>A repository that is not there is none to go to.</summary>
    [Fact]
    public void What_the_environment_names_and_is_not_there_is_said_with_the_variable()
    {
        var missing = Path.Combine(folder, "nowhere", "config", "ami_publishers.json");
        var place = WorkingPlace.Of(folder, missing);
        Assert.Equal((folder, missing, true), (place.Root, place.Config, place.IsNamed));
        Assert.False(WorkingPlace.Of(folder, null).IsNamed);

        var bag = new DiagnosticBag();
        var files = new DiskFileStore(folder) { NamedByEnvironment = missing };
        Assert.Null(files.Read(missing, bag));
        Assert.Null(files.Read("config/ami_publishers.json", bag));
        var findings = bag.ToSorted();
        Assert.All(findings, f => Assert.Equal("AMI0001", f.Code));
        Assert.Contains(
            findings,
            f => f.Help == "the environment variable `AMIGOV_CONFIG` names it: correct it, or unset it"
        );
        Assert.Contains(findings, f => f.Help!.Contains("`amigov init`", StringComparison.Ordinal));
    }

    [Fact]
    public void The_environment_may_name_a_configuration_alone()
    {
        var current = Make("elsewhere");
        var place = WorkingPlace.Of(current, "other.json");
        Assert.Equal(new WorkingPlace(current, "", Path.Combine(current, "other.json")) { IsNamed = true }, place);
    }
}
