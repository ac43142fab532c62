#!/bin/bash
node ../../../client.mjs