using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace AmiGovernance.Aws.Protocol;

/// <summary>Where a service is and how it is signed.</summary>
internal sealed class ServiceConfig : ClientConfig
{
    private readonly string host;

    /// <param name="serviceId">As the SDKs name the service; `AWS_ENDPOINT_URL_…` and profiles use it.</param>
    /// <param name="signingName">The service's name in signatures and host names.</param>
    /// <param name="host">Null for the usual form of a regional service.</param>
    public ServiceConfig(string serviceId, string signingName, RegionEndpoint region, string? host = null)
        : base(
            new DefaultConfigurationProvider([
                new DefaultConfiguration
                {
                    Name = Amazon.Runtime.DefaultConfigurationMode.Standard,
                    RetryMode = RequestRetryMode.Standard,
                    ConnectTimeout = TimeSpan.FromSeconds(5),
                },
            ])
        )
    {
        ServiceId = serviceId;
        AuthenticationServiceName = signingName;
        RegionEndpoint = region;
        AuthenticationRegion = region.SystemName;
        this.host = host ?? $"{signingName}.{region.SystemName}.{region.PartitionDnsSuffix}";
    }

    public override string ServiceVersion => "";

    public override string UserAgent => "amigov";

    public override string RegionEndpointServiceName => AuthenticationServiceName;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        new(string.IsNullOrEmpty(ServiceURL) ? $"https://{host}/" : ServiceURL);
}
