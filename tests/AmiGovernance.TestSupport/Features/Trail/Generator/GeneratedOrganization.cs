using System.Globalization;

namespace AmiGovernance.TestSupport.Features.Trail.Generator;

/// <summary>The accounts, callers and images of a made-up organization.</summary>
internal sealed class GeneratedOrganization
{
    public const string Ops = "123456738923";
    public const string Vendor = "111122223333";
    public const string Excepted = "222233334444";
    public const string Stranger = "999988887777";

    public GeneratedOrganization(int accounts, Random random)
    {
        Accounts =
        [
            .. Enumerable.Range(0, accounts).Select(i => string.Create(CultureInfo.InvariantCulture, $"4{i:D11}")),
        ];
        Images =
        [
            .. Enumerable.Range(0, 40).Select(_ => new GeneratedImage(ImageId(random), Ops)),
            .. Enumerable.Range(0, 20).Select(_ => new GeneratedImage(ImageId(random), "amazon")),
            .. Enumerable.Range(0, 5).Select(_ => new GeneratedImage(ImageId(random), Vendor)),
            .. Enumerable.Range(0, 5).Select(_ => new GeneratedImage(ImageId(random), Excepted)),
            .. Enumerable.Range(0, 5).Select(_ => new GeneratedImage(ImageId(random), Stranger)),
            .. Enumerable.Range(0, 5).Select(_ => new GeneratedImage(ImageId(random), null)),
        ];
    }

    public string[] Accounts { get; }

    public static string[] Regions { get; } = ["us-east-1", "eu-central-1", "ap-southeast-2"];

    public GeneratedImage[] Images { get; }

    public static string ImageId(Random random) => $"ami-0{Hex(random, 16)}";

    public static string Hex(Random random, int digits) =>
        string.Create(
            digits,
            random,
            static (text, random) =>
            {
                for (var i = 0; i < text.Length; i++)
                    text[i] = "0123456789abcdef"[random.Next(16)];
            }
        );
}

/// <param name="Owner">As `ec2:Owner` has it; null when nobody knows.</param>
internal sealed record GeneratedImage(string Id, string? Owner);

/// <summary>Who calls, in the three forms that CloudTrail has for it.</summary>
/// <param name="Principal">The role's or user's ARN.</param>
/// <param name="Service">The service that called on someone's behalf; empty for none.</param>
internal sealed record GeneratedCaller(string Account, string Principal, string Service)
{
    public static GeneratedCaller Role(string account, string name) =>
        new(account, $"arn:aws:iam::{account}:role/{name}", "");

    public static GeneratedCaller User(string account, string name) =>
        new(account, $"arn:aws:iam::{account}:user/{name}", "");

    public static GeneratedCaller AutoScaling(string account) =>
        new(
            account,
            $"arn:aws:iam::{account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
            "autoscaling.amazonaws.com"
        );

    public static GeneratedCaller Fleet(string account) =>
        new(account, $"arn:aws:iam::{account}:role/KarpenterNodeRole", "ec2fleet.amazonaws.com");
}
