using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Tests.Features.Images;

/// <summary>Names that strangers give to images; tests/data/cases/look-alike-names holds public ones with what is right.</summary>
public sealed class LookAlikeTests
{
    private const string Stranger = "999911112222";

    /// <summary>Words that begin as a publisher's name does, and are no version of its images.</summary>
    private static readonly string[] Harmless =
    [
        "rhelp-desk-appliance-1.0",
        "rocky-mountain-erp-2024",
        "debian-live-builder",
        "talos-golden",
    ];

    [Fact]
    public void The_names_of_the_case_are_told_apart()
    {
        var path = Path.Combine(Path.GetDirectoryName(GoldenCase.Root)!, "cases", "look-alike-names", "names.json");
        using var file = JsonDocument.Parse(File.ReadAllBytes(path));
        var rows = file
            .RootElement.EnumerateArray()
            .Select(r => r.EnumerateArray().Select(v => v.GetString()!).ToArray());
        var wrong = rows.Where(r => IsFound(r[0], r[1]) != (r[2] != "legit" && !Harmless.Contains(r[0])));
        Assert.Empty(wrong.Select(r => r[0]));
    }

    [Theory]
    [InlineData("canonical/ubuntu/images/hvm-ssd/ubuntu-jammy-22.04", "Canonical")]
    [InlineData("hardened-Windows_Server-2022-English-Full-Base", "Amazon EC2 Windows")]
    [InlineData("copy of al2023-ami-2023.5.20240819.0", "Amazon Linux 2023")]
    [InlineData("RHE1-9.4.0_HVM-20240605", "Red Hat")]
    [InlineData("rhel.9.4.0", "Red Hat")]
    [InlineData("Rосky-9-EC2-Base-9.4", "Rocky Linux")]
    [InlineData("ＲＨＥＬ-９.4", "Red Hat")]
    [InlineData("clebian-12-amd64", "Debian")]
    [InlineData("AlmaLinux-OS-9.4", "AlmaLinux")]
    [InlineData("AlrnaLinux OS 9.4.20240509 x86_64", "AlmaLinux")]
    [InlineData("ubuntu.minimal/images/hvm-ssd/ubuntu-noble", "Canonical")]
    [InlineData("Úbuntu/images/hvm-ssd/x", "Canonical")]
    [InlineData("0L9.4-x86_64-HVM-2024-05-31", "Oracle Linux")]
    [InlineData("FreeB5D 14.1-RELEASE-amd64", "FreeBSD")]
    [InlineData("nix0s/24.05.3", "NixOS")]
    public void Other_spellings_are_found(string name, string family) =>
        Assert.Equal(family, NameConfusion.Find(name, AccountId.Parse(Stranger), null)?.Name);

    [Theory]
    [InlineData("ubuntu-production-base-42")]
    [InlineData("acme-rhel-9-base-20260103")]
    [InlineData("debianish-appliance-2")]
    [InlineData("rockyroad-9")]
    [InlineData("oldboy-9-x86_64")]
    [InlineData("cistern-ubuntu-22")]
    [InlineData("almanac-os-9")]
    [InlineData("freebusy 14.1")]
    public void Words_that_only_begin_alike_are_not(string name) => Assert.False(IsFound(name, Stranger));

    [Theory]
    [InlineData("ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20240801", "513442679011")]
    [InlineData("RHEL-9.4.0_HVM-20240605-x86_64-82-Hourly2-GP3", "841258680906")]
    [InlineData("suse-sles-15-sp6-v20240808-hvm-ssd-x86_64", "841869936221")]
    [InlineData("amzn2-ami-hvm-2.0.20240809.0-x86_64-gp2", "141808717104")]
    [InlineData("amzn2-ami-ecs-hvm-2.0.20240712-x86_64-ebs", "591542846629")]
    [InlineData("Windows_Server-2022-English-Full-Base-2024.08.14", "077303321853")]
    [InlineData("Flatcar-stable-3975.2.0-hvm", "306934455918")]
    [InlineData("CentOS-7-2111-20220825_1.x86_64-d9a3032a", "679593333241")]
    public void Publishers_are_themselves_in_every_partition(string name, string owner) =>
        Assert.False(IsFound(name, owner));

    /// <summary>A publisher may not pass for another.</summary>
    [Fact]
    public void A_publisher_s_image_with_another_s_name_is_a_look_alike() =>
        Assert.True(IsFound("RHEL-9.4.0_HVM-20240605", "099720109477"));

    [Fact]
    public void Each_family_is_found_by_its_own_name() =>
        Assert.All(
            KnownPublishers.Families,
            f => Assert.Equal(f.Name, NameConfusion.Find(f.Beginning.Replace('#', '7') + "x")?.Name)
        );

    private static bool IsFound(string name, string owner) =>
        NameConfusion.Find(name, AccountId.Parse(owner), null) is not null;
}
