using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Preflight.Found;

/// <summary>A place in a file that says which image is launched or copied.</summary>
public sealed record ImageReference
{
    /// <summary>Where the image is named: that is where another one would be written.</summary>
    public required SourceLocation Location { get; init; }

    /// <summary>Such as `terraform`.</summary>
    public required string Language { get; init; }

    /// <summary>What takes the image, such as `aws_instance.web`.</summary>
    public required string Subject { get; init; }

    /// <summary>As written, shortened; text of others.</summary>
    public required string Written { get; init; }

    /// <summary>Any of them may be taken; never empty.</summary>
    public required ImmutableArray<NamedImage> Images { get; init; }

    public string Action { get; init; } = RunInstances;

    /// <summary>Null where the file does not say.</summary>
    public RegionName? Region { get; init; }

    /// <summary>The account that deploys; null where the file does not say.</summary>
    public AccountId? Account { get; init; }

    /// <summary>What it rests on and somebody may override, such as the default of a variable.</summary>
    public ImmutableArray<string> Assumes { get; init; } = [];

    /// <summary>How another image is written in its place; null where the file is generated, or there is no such way.</summary>
    public EditWriter? Edit { get; init; }

    public const string RunInstances = "ec2:RunInstances";

    public const string CopyImage = "ec2:CopyImage";
}

/// <summary>Another image, in the ways in which it can be named; null for those in which it cannot.</summary>
/// <param name="Owner">For a look-up by name.</param>
public sealed record Replacement(string? ImageId, string? Parameter, string? Owner, string? Names)
{
    /// <summary>As EC2 takes it in place of an id (EC2 user guide, "Use a Systems Manager parameter instead of an AMI ID").</summary>
    public string? Resolved => Parameter is null ? null : $"resolve:ssm:{Parameter}";
}

/// <summary>Writes another image in the language of a file; null where that has no way to name it.</summary>
/// <param name="place">Of the image that is named now.</param>
public delegate TextFix? EditWriter(SourceLocation place, Replacement other);
