using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Config;
using CsCheck;

namespace AmiGovernance.Tests.Features.Authoring;

/// <summary>The allow list is edited as a careful person edits it.</summary>
public sealed class EditPublishersTests
{
    private const string Debian = "136693071363";
    private static readonly DateOnly Day = new(2026, 1, 3);

    private readonly InMemoryFileStore files = new();
    private readonly DiagnosticBag bag = new();

    private EditPublishers Edit => new(files, Day);

    private string Config
    {
        get => Encoding.UTF8.GetString(files.Files[Samples.ConfigPath]);
        set => files.Files[Samples.ConfigPath] = Encoding.UTF8.GetBytes(value);
    }

    private string[] Codes => [.. bag.ToSorted().Where(d => d.Severity == Severity.Error).Select(d => d.Code)];

    private static PublisherEntry Vendor(string account) =>
        new(OwnerId.Parse(account), PublisherKind.Vendor, "9 accounts launch it") { Name = "Debian" };

    private static PublisherEntry Ops(string account) =>
        new(OwnerId.Parse(account), PublisherKind.Ops, "builds for payments");

    private const string Plain = """
        {
          "ops_publisher_account": {
            "account_id": "123456738923"
          },
          "vendor_publisher_accounts": [
            {
              "account_id": "111122223333",
              "vendor_name": "InfoBlox"
            }
          ],
          "managed_services": [],
          "image_creation_roles": []
        }

        """;

    [Fact]
    public void A_vendor_comes_after_the_last_one_in_the_layout_of_the_file()
    {
        Config = Plain;
        Assert.True(
            Edit.Add(Samples.ConfigPath, Vendor(Debian), EditKind.Write, bag),
            string.Join('\n', bag.ToSorted())
        );
        Assert.Contains(
            """
                  "vendor_name": "InfoBlox"
                },
                {
                  "account_id": "136693071363",
                  "vendor_name": "Debian",
                  "reason": "9 accounts launch it"
                }
              ],
            """,
            Config,
            StringComparison.Ordinal
        );
    }

    /// <summary>As `jq -c` writes it, and as a person does.</summary>
    [Theory]
    [InlineData(",", ":")]
    [InlineData(", ", ": ")]
    [InlineData(",", ": ")]
    public void A_file_of_one_line_keeps_what_parts_its_members(string comma, string colon)
    {
        var pretty = Plain.ReplaceLineEndings("").Replace("  ", "", StringComparison.Ordinal);
        Config = pretty.Replace(",", comma, StringComparison.Ordinal).Replace(": ", colon, StringComparison.Ordinal);
        var before = Config;
        Assert.True(Edit.Add(Samples.ConfigPath, Vendor(Debian), EditKind.Write, bag));
        var entry = string.Join(
            comma,
            $"\"account_id\"{colon}\"136693071363\"",
            $"\"vendor_name\"{colon}\"Debian\"",
            $"\"reason\"{colon}\"9 accounts launch it\""
        );
        Assert.Equal(
            before.Replace("\"InfoBlox\"}", $"\"InfoBlox\"}}{comma}{{{entry}}}", StringComparison.Ordinal),
            Config
        );
        var alias = new PublisherEntry(OwnerId.Parse("amazon"), PublisherKind.Vendor, "Amazon Linux");
        Assert.True(Edit.Add(Samples.ConfigPath, alias, EditKind.Write, bag));
        Assert.EndsWith(
            $"{comma}\"publisher_aliases\"{colon}[{{\"alias\"{colon}\"amazon\"{comma}\"reason\"{colon}\"Amazon Linux\"}}]}}",
            Config,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_alias_makes_the_list_that_is_missing()
    {
        Config = Plain;
        var alias = new PublisherEntry(OwnerId.Parse("amazon"), PublisherKind.Vendor, "Amazon Linux");
        Assert.True(Edit.Add(Samples.ConfigPath, alias, EditKind.Write, bag));
        var config = ConfigReader.Read(SourceText.FromString("c.json", Config), bag);
        Assert.Equal(OwnerAlias.Amazon, Assert.Single(config!.Aliases).Alias);
    }

    [Fact]
    public void A_second_ops_publisher_makes_a_list_of_the_one()
    {
        Config = Plain;
        Assert.True(Edit.Add(Samples.ConfigPath, Ops("222233334444"), EditKind.Write, bag));
        var config = ConfigReader.Read(SourceText.FromString("c.json", Config), bag);
        Assert.Equal(["123456738923", "222233334444"], config!.OwnPublishers.Select(p => p.AccountId.Value));
        Assert.Contains("\"account_id\": \"123456738923\"", Config, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_writes_nothing()
    {
        Config = Plain;
        Assert.True(Edit.Add(Samples.ConfigPath, Vendor(Debian), EditKind.DryRun, bag));
        Assert.Equal(Plain, Config);
    }

    [Theory]
    [InlineData("111122223333", "AMI0211")]
    [InlineData("123456738923", "AMI0211")]
    public void What_is_listed_already_is_refused(string account, string code)
    {
        Config = Plain;
        Assert.False(Edit.Add(Samples.ConfigPath, Vendor(account), EditKind.Write, bag));
        Assert.Equal([code], Codes);
        Assert.Equal(Plain, Config);
    }

    /// <summary>Images of Canonical carry the alias `amazon`, which is what `ec2:Owner` says (docs/corrections.md, row 10).</summary>
    [Fact]
    public void A_number_behind_an_alias_is_warned_of_by_the_rule_that_validate_has()
    {
        Config = Plain;
        Edit.Add(Samples.ConfigPath, Vendor("099720109477"), EditKind.Write, bag);
        Assert.Contains(bag.ToSorted(), d => d.Code == "AMI0222");
    }

    [Fact]
    public void What_was_wrong_before_is_no_reason_against_a_change()
    {
        Config = Plain.Replace(
            "\"managed_services\": []",
            """
            "managed_services": [],
              "exception_accounts": [{ "account_id": "222233334444", "type": "migration", "expires_on": "2025-01-01" }]
            """,
            StringComparison.Ordinal
        );
        Assert.True(
            Edit.Add(Samples.ConfigPath, Vendor(Debian), EditKind.Write, bag),
            string.Join('\n', bag.ToSorted())
        );
        Assert.Empty(Codes);
    }

    [Fact]
    public void The_only_ops_publisher_stays()
    {
        Config = Plain;
        Assert.False(Edit.Remove(Samples.ConfigPath, OwnerId.Parse("123456738923"), EditKind.Write, bag));
        Assert.Equal(["AMI0708"], Codes);
    }

    [Fact]
    public void Who_is_no_publisher_cannot_be_removed()
    {
        Config = Plain;
        Assert.False(Edit.Remove(Samples.ConfigPath, OwnerId.Parse("111122223334"), EditKind.Write, bag));
        var finding = Assert.Single(bag.ToSorted());
        Assert.Equal(("AMI0708", "did you mean `111122223333`?"), (finding.Code, finding.Help));
    }

    private static readonly string[] Layouts =
    [
        Plain,
        Plain.Replace("\n", "\r\n", StringComparison.Ordinal),
        Plain.Replace("  ", "\t", StringComparison.Ordinal),
        """{"ops_publisher_account":{"account_id":"123456738923"},"vendor_publisher_accounts":[{"account_id":"111122223333"}],"managed_services":[],"image_creation_roles":[]}""",
        """{ "ops_publisher_account": [ { "account_id": "123456738923" } ], "vendor_publisher_accounts": [ { "account_id": "111122223333", "vendor_name": "InfoBlox" } ], "managed_services": [], "image_creation_roles": [] }""",
    ];

    [Fact]
    public void Taking_off_what_was_put_on_leaves_the_file_as_it_was() =>
        Gen.Select(Gen.Int[0, Layouts.Length - 1].Select(i => Layouts[i]), Gen.Long[200_000_000_000, 999_999_999_999])
            .Sample(
                (layout, number) =>
                {
                    Config = layout;
                    var account = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
                    var changes = new DiagnosticBag();
                    if (!Edit.Add(Samples.ConfigPath, Vendor(account), EditKind.Write, changes))
                        return;
                    Assert.NotEqual(layout, Config);
                    Assert.True(Edit.Remove(Samples.ConfigPath, OwnerId.Parse(account), EditKind.Write, changes));
                    Assert.Equal(layout, Config);
                },
                iter: 300,
                threads: 1
            );
}
