using System.Text.RegularExpressions;
using AmiGovernance.Core.Features.Calibration;
using CsCheck;

namespace AmiGovernance.Tests.Features.Calibration;

/// <summary>What is put in the place of everything that tells whose organization it was.</summary>
public sealed partial class StandInsTests
{
    [Theory]
    [InlineData(
        "User: arn:aws:sts::320987654321:assumed-role/OrganizationAccountAccessRole/amigov is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1::image/ami-0a1b2c3d4e5f60718 with an explicit deny in a service control policy: arn:aws:organizations::210987654321:policy/o-c4l1brat10n/service_control_policy/p-1a2b3c4d",
        "User: arn:aws:sts::000000000001:assumed-role/name-1 is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1::image/ami-00000000000000001 with an explicit deny in a service control policy: arn:aws:organizations::000000000002:policy/o-0000000001/service_control_policy/p-0000000001"
    )]
    [InlineData("user someone@company.com from 198.51.100.7", "user user-1@example.com from 192.0.2.1")]
    [InlineData("ou-a1b2-c3d4e5f6 below r-a1b2", "ou-0000-00000001 below r-0000")]
    [InlineData(
        "instance i-0123456789abcdef0 twice i-0123456789abcdef0",
        "instance i-00000000000000001 twice i-00000000000000001"
    )]
    [InlineData("key AKIAIOSFODNN7EXAMPLE", "key (removed)")]
    [InlineData("request 1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901", "request 00000000-0000-0000-0000-a00000000001")]
    [InlineData(
        "The image id '[ami-00000000000000000]' does not exist",
        "The image id '[ami-00000000000000000]' does not exist"
    )]
    [InlineData("amigov-calibrate-0103x120000-blocked", "amigov-calibrate-0103x120000-blocked")]
    public void Texts_of_AWS_keep_their_form(string text, string expected) =>
        Assert.Equal(expected, new StandIns().Replace(text));

    [Fact]
    public void Encoded_messages_go() =>
        Assert.Equal("message: (removed)", new StandIns().Replace($"message: {new string('x', 300)}"));

    private static readonly string[] Parts =
    [
        "320987654321",
        "ami-0a1b2c3d4e5f60718",
        "p-1a2b3c4d",
        "o-c4l1brat10n",
        "ou-a1b2-c3d4e5f6",
        "r-a1b2",
        "role/Admin",
        "a@b.co",
        "198.51.100.7",
        "AKIAIOSFODNN7EXAMPLE",
    ];

    private static readonly string[] Between = [" ", "/", ":", "-", ".", "'", "", "x", "_", "\n"];

    private static readonly Gen<string> Text = Gen.Select(Gen.Int[0, Parts.Length - 1], Gen.Int[0, Between.Length - 1])
        .Array[1, 8]
        .Select(parts => string.Concat(parts.Select(p => Parts[p.Item1] + Between[p.Item2])));

    /// <summary>However AWS puts it, what stands by itself is gone, and what is left stays as it is.</summary>
    [Fact]
    public void Nothing_that_was_there_is_left() =>
        Text.Sample(
            text =>
            {
                var standIns = new StandIns();
                var replaced = standIns.Replace(text);
                Assert.Equal(replaced, standIns.Replace(replaced));
                Assert.DoesNotMatch(Alone(), replaced);
            },
            iter: TestScale.Samples(2_000)
        );

    [GeneratedRegex(@"(?<![0-9A-Za-z])(320987654321|ami-0a1b2c3d4e5f60718|AKIAIOSFODNN7EXAMPLE)(?![0-9A-Za-z])")]
    private static partial Regex Alone();
}
