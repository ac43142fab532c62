module x402-vectors-consumer

go 1.21
