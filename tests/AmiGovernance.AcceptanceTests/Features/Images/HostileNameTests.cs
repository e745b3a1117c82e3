using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;
using AmiGovernance.TestSupport.Hostile;

namespace AmiGovernance.AcceptanceTests.Features.Images;

/// <summary>EC2 would refuse most of these names, and some do not pass through XML; none may do harm wherever it comes from.</summary>
public sealed partial class HostileNameTests
{
    /// <summary>128 characters of each kind.</summary>
    private static readonly string[] Names =
    [
        Fill("\e[2J\e]0;owned\a"),
        Fill("=HYPERLINK(\"http://evil\",1)"),
        Fill("+1"),
        Fill("@SUM(1)"),
        Fill("-2+3"),
        Fill("\t=1"),
        Fill("<script>alert(1)</script>"),
        Fill("<img src=x onerror=alert(1)>"),
        Fill("\u202e\u2066"),
        Fill("\u200b\ufeff"),
        Fill("\r\n"),
        Fill("| a | b |"),
        Fill("[x](javascript:alert)"),
        Fill("`"),
        Fill("\"',;"),
        Fill("\u0000\u0001\u007f\u009b"),
        Fill("../../etc/passwd "),
        Fill("' OR 1=1; DROP TABLE images; --"),
        Fill("ﷺ\ud800"),
        Fill("%n%s%x"),
    ];

    private static string Fill(string text) => string.Concat(Enumerable.Repeat(text, 128)).Substring(0, 128);

    private static Amigov Scanned()
    {
        var amigov = new Amigov();
        var world = WorldGenerator.Create(new WorldSize(8, 1, 0), new Amigov.FixedTime(amigov.Now));
        foreach (var (name, i) in Names.Select((n, i) => (n, i)).Where(n => n.n.All(XmlConvert.IsXmlChar)))
            world.Ec2.Put(
                new SandboxImage(
                    ImageId.Parse(string.Create(CultureInfo.InvariantCulture, $"ami-{i:x17}")),
                    RegionName.Parse("us-east-1"),
                    AccountId.Parse(WorldGenerator.Observability),
                    name,
                    amigov.Now.AddDays(-1)
                )
                {
                    LaunchPermissions = [AmiGovernance.Sandbox.World.LaunchPermission.Public],
                    Description = name,
                }
            );
        amigov.Sandbox = SandboxServer.Start(world).GetAwaiter().GetResult();
        Assert.Equal(0, amigov.Run("images", "scan").ExitCode);

        var bag = new DiagnosticBag();
        using var store = new ImageStore(
            "",
            amigov.Databases.Open("image-inventory.db", ImageInventorySchema.Schema, bag)!
        );
        var account = AccountId.Parse(WorldGenerator.Observability);
        var region = RegionName.Parse("eu-west-1");
        Assert.True(
            store.Save(
                store.LastScan!,
                [
                    new RegionScan(account, region, Coverage.Read, amigov.Now)
                    {
                        Images =
                        [
                            .. Names.Select(
                                (name, i) =>
                                    new ScannedImage(
                                        new InventoriedImage(
                                            account,
                                            region,
                                            ImageId.Parse(string.Create(CultureInfo.InvariantCulture, $"ami-1{i:x16}"))
                                        )
                                        {
                                            Owner = account,
                                            Name = name,
                                            Description = name,
                                            OwnerAlias = name,
                                            SourceImageId = name,
                                        },
                                        [new ImageFinding(FindingKind.Public, name)],
                                        []
                                    )
                            ),
                        ],
                        Complete = [ImageSelection.Own],
                    },
                ],
                bag
            )
        );
        return amigov;
    }

    public static TheoryData<string> Commands =>
        [
            "images scan",
            "images list",
            "images show ami-00000000000000006",
            "images show ami-00000000000000008",
            "images show ami-10000000000000000",
            "images show ami-1000000000000000f",
            "images changes --since 0 --all",
            "images query SELECT/**/name,description/**/FROM/**/images",
        ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Names_are_harmless_in_every_output(string command)
    {
        using var amigov = Scanned();
        foreach (var format in new[] { "text", "json", "csv", "markdown" })
        {
            var (exit, output, error) = amigov.Run([.. command.Split(' '), "--output", format]);
            if (exit == 2)
                continue;
            Assert.Equal(0, exit);
            AssertHarmless(format, output, error);
        }
    }

    /// <summary>Names come from accounts; tickets and approvers from whoever filled in the list.</summary>
    [Fact]
    public void Names_tickets_and_approvers_are_harmless_from_review_to_record()
    {
        using var amigov = Scanned();
        var (exit, output, error) = amigov.Run("images", "review");
        Assert.Equal(0, exit);
        AssertHarmless("text", output, error);
        AssertHarmless("text", amigov.Text("image-review.json"), "");

        var list = JsonNode.Parse(amigov.Text("image-review.json"))!;
        // The second half of the images is only in the inventory: AWS does not know them.
        foreach (var (image, i) in list["images"]!.AsArray().Select((image, i) => (image!, i)))
            if ((string)image["region"]! == "us-east-1")
                (image["decision"], image["approved_by"], image["ticket"], image["reason"]) = (
                    "private",
                    Seen(Names[i % Names.Length]),
                    Seen(Names[(i + 1) % Names.Length].Replace('\ud800', ' ')),
                    Names[(i + 2) % Names.Length].Replace('\ud800', ' ')
                );
        amigov.Files.Files["image-review.json"] = Encoding.UTF8.GetBytes(list.ToJsonString());
        foreach (var format in new[] { "text", "json", "markdown" })
        {
            (exit, output, error) = amigov.Run("images", "remediate", "--output", format);
            Assert.True(exit == 0, error);
            AssertHarmless(format, output, error);
        }
        (exit, output, error) = amigov.Run("images", "remediate", "--yes");
        Assert.True(exit == 0, error);
        AssertHarmless("text", output, error);
        AssertHarmless("csv", amigov.Text("remediation-log.csv"), "");
        AssertHarmless("text", amigov.Text("remediation-log.jsonl"), "");
    }

    /// <summary>An approval of which nothing is seen is none.</summary>
    private static string Seen(string text) => Sanitize.ShowsNothing(text) ? $"x{text}" : text;

    [Fact]
    public void Names_are_harmless_in_reports()
    {
        using var amigov = Scanned();
        amigov.Environment["AMIGOV_CHAT_WEBHOOK"] = "https://chat.company.com/hook";
        var (exit, output, error) = amigov.Run("images", "report", "--chat", "--dry-run");
        Assert.Equal(0, exit);
        Assert.Contains("<script>", output, StringComparison.Ordinal);
        AssertHarmless("text", output, error);
    }

    private static void AssertHarmless(string format, string output, string error)
    {
        Assert.DoesNotContain(
            (output + error).EnumerateRunes(),
            r =>
                r.Value != '\n'
                && Rune.GetUnicodeCategory(r)
                    is UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator
        );
        if (format == "csv")
            Assert.DoesNotMatch(Formula(), output);
        if (format == "markdown")
            Assert.Null(Harmless.OfMarkdown(output));
        if (format != "json")
            return;
        Assert.True(output.All(char.IsAscii));
        using var document = System.Text.Json.JsonDocument.Parse(output);
    }

    /// <summary>A cell that begins as a formula does.</summary>
    [GeneratedRegex("(^|,|\n)\"?[=+@-]")]
    private static partial Regex Formula();
}
