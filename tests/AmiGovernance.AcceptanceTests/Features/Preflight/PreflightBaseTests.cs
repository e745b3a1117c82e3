using System.Text.RegularExpressions;
using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Features.Preflight;

/// <summary>`preflight --base` in a repository of git itself, of an application: what is judged by is a bundle.</summary>
public sealed partial class PreflightBaseTests : IDisposable
{
    private const string Denied = "999988887777";

    private readonly GitSandbox sandbox = new();
    private readonly DirectoryInfo elsewhere = Directory.CreateTempSubdirectory("amigov-bundle-");

    public PreflightBaseTests()
    {
        using var governance = Amigov.OfRunbook("enabled");
        Assert.Equal(0, governance.Run("bundle").ExitCode);
        File.WriteAllText(BundleFile, governance.Text("amigov-bundle.json"));
        sandbox.Write("app/old.tf", Instance("old", Denied));
        sandbox.Write("app/below/deep.tf", Instance("deep", Denied));
        sandbox.Write("app/run.sh", "aws ec2 run-instances --image-id ami-0123456789abcdef0\n");
        sandbox.CommitAll("before");
    }

    public void Dispose()
    {
        sandbox.Dispose();
        elsewhere.Delete(recursive: true);
    }

    private string BundleFile => Path.Combine(elsewhere.FullName, "bundle.json");

    private static string Instance(string name, string owner) =>
        $$"""
            data "aws_ami" "{{name}}" {
              owners = ["{{owner}}"]
            }
            resource "aws_instance" "{{name}}" {
              ami = data.aws_ami.{{name}}.id
            }

            """;

    private (int ExitCode, string Out, string Error) Run(string path, string revision) =>
        sandbox.Amigov([
            "preflight",
            path,
            "--base",
            revision,
            "--account",
            "333344445555",
            "--bundle",
            BundleFile,
            "--unsigned-bundle",
            "--quiet",
        ]);

    /// <summary>The subjects that are shown, with the exit code.</summary>
    private string Shown(string path, string revision = "HEAD")
    {
        var (exit, output, error) = Run(path, revision);
        Assert.True(exit is 0 or 3 or 4, error);
        var subjects = Shown().Matches(output).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal);
        return $"{exit}: {string.Join(' ', subjects)}".TrimEnd();
    }

    [GeneratedRegex(@"^\w+(?: \([a-z ]+\))?: \S+: (?:aws_instance\.)?(\S+): ", RegexOptions.Multiline)]
    private static partial Regex Shown();

    [Fact]
    public void What_is_newly_denied_is_a_no()
    {
        sandbox.Write("app/new.tf", Instance("new", Denied));
        Assert.Equal("3: new", Shown("app"));
    }

    [Fact]
    public void What_was_denied_before_is_not_shown() => Assert.Equal("0:", Shown("app"));

    /// <summary>However the folder is written.</summary>
    [Theory]
    [InlineData("", ".")]
    [InlineData("", "./")]
    [InlineData("", "app/")]
    [InlineData("", "./app//")]
    [InlineData("", "app/old.tf")]
    [InlineData("", "./app/./old.tf")]
    [InlineData("app", ".")]
    [InlineData("app", "..")]
    [InlineData("app", "../app/")]
    [InlineData("app", "below")]
    [InlineData("app/below", "../old.tf")]
    public void Nothing_is_new_without_a_change(string below, string path)
    {
        sandbox.Below = below;
        Assert.Equal("0:", Shown(path));
    }

    [Fact]
    public void A_full_path_is_one_of_the_repository_too()
    {
        Assert.Equal("0:", Shown(Path.Combine(sandbox.Path, "app")));
        sandbox.Write("app/new.tf", Instance("new", Denied));
        Assert.Equal("3: new", Shown(Path.Combine(sandbox.Path, "app")));
    }

    [Fact]
    public void From_a_folder_below_what_is_new_is_shown()
    {
        sandbox.Write("app/below/new.tf", Instance("new", Denied));
        sandbox.Below = "app";
        Assert.Equal("3: new", Shown("."));
        Assert.Equal("3: new", Shown(".."));
        sandbox.Below = "app/below";
        Assert.Equal("3: new", Shown("../below"));
    }

    [Fact]
    public void A_line_that_moved_is_not_new()
    {
        sandbox.Write("app/old.tf", $"# moved\n\n{Instance("old", Denied)}");
        Assert.Equal("0:", Shown("app"));
    }

    [Fact]
    public void Another_image_in_the_same_place_is_new()
    {
        sandbox.Write("app/old.tf", Instance("old", "888877776666"));
        Assert.Equal("3: old", Shown("app"));
    }

    [Fact]
    public void A_file_or_folder_that_was_renamed_is_not_new()
    {
        sandbox.Git("mv", "app/old.tf", "app/renamed.tf");
        sandbox.Git("mv", "app/below", "app/moved");
        Assert.Equal("0:", Shown("app"));
        sandbox.CommitAll("renamed");
        Assert.Equal("0:", Shown("app", "HEAD~1"));
    }

    /// <summary>The first is there still.</summary>
    [Fact]
    public void A_copy_is_new()
    {
        sandbox.Write("other/copy.tf", Instance("old", Denied));
        Assert.Equal("3: old", Shown("."));
    }

    [Fact]
    public void A_file_that_was_deleted_names_nothing()
    {
        File.Delete(Path.Combine(sandbox.Path, "app", "old.tf"));
        Assert.Equal("0:", Shown("app"));
        Assert.Equal("0:", Shown("app/old.tf"));
    }

    [Fact]
    public void What_never_was_there_is_a_mistake()
    {
        var (exit, _, error) = Run("app/none.tf", "HEAD");
        Assert.Equal(1, exit);
        Assert.Contains("AMI1105", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nosuch")]
    [InlineData("origin/main")]
    [InlineData("--help")]
    [InlineData("HEAD:app")]
    [InlineData("HEAD..HEAD")]
    [InlineData("")]
    public void A_revision_that_is_none_is_a_bad_command_line(string revision)
    {
        var (exit, output, error) = Run("app", revision);
        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.Contains($"there is no commit `{revision}`", error, StringComparison.Ordinal);
        Assert.Contains("fetch it", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../other")]
    [InlineData("../other/a.tf")]
    public void A_path_outside_of_the_repository_is_told(string path)
    {
        var other = Path.Combine(Path.GetDirectoryName(sandbox.Path)!, "other");
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "a.tf"), Instance("a", Denied));
        var (exit, _, error) = Run(path, "HEAD");
        Assert.Equal(1, exit);
        Assert.Contains($"`{path}` lies outside of the repository", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_repository_there_is_nothing_to_compare_with()
    {
        Directory.Delete(Path.Combine(sandbox.Path, ".git"), recursive: true);
        var (exit, output, error) = Run("app", "HEAD");
        Assert.Equal(1, exit);
        Assert.Empty(output);
        Assert.Contains("AMI0630", error, StringComparison.Ordinal);
    }

    /// <summary>As CI checks out: what is there can be compared with, and what is not is told.</summary>
    [Fact]
    public void A_shallow_clone_has_the_newest_commit()
    {
        sandbox.Write("app/new.tf", Instance("new", Denied));
        sandbox.CommitAll("after");
        var shallow = Path.Combine(elsewhere.FullName, "clone");
        Tool.Run("git", ["clone", "--quiet", "--depth", "1", $"file://{sandbox.Path}", shallow]);
        Directory.Delete(sandbox.Path, recursive: true);
        Directory.Move(shallow, sandbox.Path);
        Assert.Equal("0:", Shown("app"));
        Assert.Equal(2, Run("app", "HEAD~1").ExitCode);
    }

    /// <summary>Whoever opens a merge request may commit a link, and findings show lines of the files.</summary>
    [Theory]
    [InlineData("app", false)]
    [InlineData("app/linked.tf", false)]
    [InlineData("app/linked", false)]
    [InlineData("app/within.tf", true)]
    public void A_link_that_leads_out_is_not_followed(string path, bool isFollowed)
    {
        var secret = Path.Combine(elsewhere.FullName, "secret.tf");
        File.WriteAllText(secret, $"SECRET=ami-0123456789abcdef0\n{Instance("secret", Denied)}");
        var app = Path.Combine(sandbox.Path, "app");
        File.CreateSymbolicLink(Path.Combine(app, "linked.tf"), secret);
        File.CreateSymbolicLink(Path.Combine(app, "linked"), elsewhere.FullName);
        File.CreateSymbolicLink(Path.Combine(app, "within.tf"), Path.Combine(app, "old.tf"));
        var (exit, output, error) = sandbox.Amigov([
            "preflight",
            path,
            "--account",
            "333344445555",
            "--bundle",
            BundleFile,
            "--unsigned-bundle",
        ]);
        Assert.DoesNotContain("SECRET", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
        Assert.Equal(isFollowed, output.Contains("within.tf", StringComparison.Ordinal) && path != "app");
        Assert.NotEqual(0, exit);
    }

    [Fact]
    public void A_link_to_a_folder_is_new_where_it_leads_elsewhere()
    {
        var link = Path.Combine(sandbox.Path, "app", "linked");
        Directory.CreateSymbolicLink(link, elsewhere.FullName);
        sandbox.CommitAll("a link");
        Assert.Equal("0:", Shown("app"));
        Assert.Equal("4:", Shown("app", "HEAD~1"));
        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, elsewhere.CreateSubdirectory("other").FullName);
        Assert.Equal("4:", Shown("app"));
    }
}
