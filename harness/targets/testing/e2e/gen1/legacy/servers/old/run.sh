#!/bin/bash
node ../../../server.mjs