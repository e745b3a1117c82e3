using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.S3;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>A request of which it is known what it asks for.</summary>
/// <param name="S3">Null for all services but S3.</param>
internal sealed record SandboxRequest(AwsRequest Aws, S3Request? S3)
{
    public string Service => Aws.Scope.Service;

    public string Operation => S3?.Operation.Name ?? Aws.Operation;

    /// <summary>Whether it may change what it is about.</summary>
    public bool IsChange =>
        !Operation.StartsWith("Describe", StringComparison.Ordinal)
        && !Operation.StartsWith("List", StringComparison.Ordinal);

    public static SandboxRequest Of(AwsRequest request)
    {
        var isS3 = request.Protocol == WireProtocol.RestXml;
        return new SandboxRequest(request, isS3 ? S3Request.Parse(request.Http, request.Body) : null);
    }

    /// <summary>What a script of faults looks at.</summary>
    public FaultTarget Target(string? account) => new(Service, Operation, account, Aws.Scope.Region);
}
