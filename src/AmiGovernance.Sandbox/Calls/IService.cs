using System.Text.Json.Nodes;

namespace AmiGovernance.Sandbox.Calls;

/// <summary>Null for the calls that AWS answers with an empty body.</summary>
internal delegate JsonObject? Operation(SandboxCall call);

/// <summary>An AWS service, free of any protocol: its calls by the names of its service model.</summary>
internal interface IService
{
    IReadOnlyDictionary<string, Operation> Operations { get; }
}
