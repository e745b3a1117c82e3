using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Calls;

/// <summary>One call, decoded from its protocol and authenticated, as every service receives it.</summary>
internal sealed record SandboxCall
{
    /// <summary>As IAM names it: `ec2`, `organizations`, `sts`, `cloudtrail`, …</summary>
    public required string Service { get; init; }

    /// <summary>Such as `RunInstances`.</summary>
    public required string Operation { get; init; }

    /// <summary>The Region that the signature names.</summary>
    public required RegionName Region { get; init; }

    public required CallerIdentity Caller { get; init; }

    public required string AccessKey { get; init; }

    public required CallInput Input { get; init; }

    /// <summary>By the sandbox's own clock, which can be moved.</summary>
    public required DateTimeOffset Now { get; init; }

    public required string RequestId { get; init; }

    public string SourceAddress { get; init; } = "127.0.0.1";

    public string UserAgent { get; init; } = "";

    /// <summary>The service that makes the call for somebody, such as `ec2fleet.amazonaws.com`.</summary>
    public string? InvokedBy { get; init; }

    public AccountId Account => Caller.AccountId;

    public Place Place => new(Account, Region);

    /// <summary>For parameters that would change the answer in AWS: it is better to give none than another one.</summary>
    public void Refuse(params ReadOnlySpan<string> parameters)
    {
        foreach (var parameter in parameters)
            if (Input.Has(parameter))
                throw SandboxException.NotKnown($"the parameter {parameter} of {Operation}");
    }

    /// <summary>What CloudTrail records of the request where that differs from the parameters.</summary>
    public JsonObject? RecordedRequest { get; set; }
}
